package dev.purser.external.template.operator;

import dev.purser.api.network.IpAddress;
import dev.purser.external.template.run.CallException;
import dev.purser.external.template.run.FunctionTable;
import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.Utf8;
import dev.purser.external.template.value.Value;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Functions of PEM text and certificates.
final class PemFunctions {
    private static final GoType STRING = GoType.STRING;
    private static final int EMAIL = 1;
    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int IP = 7;

    private PemFunctions() {}

    static void addTo(FunctionTable table) {
        table.add("filterPEM", a -> Value.of(filter(a.text(0), a.text(1))), STRING, STRING);
        table.add(
                "filterCertChain",
                a -> Value.of(filterChain(a.text(0), Certificates.readAll(a.text(1)))),
                STRING,
                STRING);
        table.add("certSANs", a -> Value.strings(names(a.text(0))), STRING);
    }

    private static String filter(String type, String text) throws CallException {
        Pem.Blocks blocks = Pem.read(text);
        StringBuilder filtered = new StringBuilder();
        for (Pem block : blocks.blocks()) {
            filtered.append(block.type().equalsIgnoreCase(type) ? block.text() : "");
        }
        if (filtered.isEmpty() && !blocks.rest().isEmpty()) {
            throw new CallException("error filtering pem: found junk");
        }
        return filtered.toString();
    }

    private static String filterChain(String kind, List<X509Certificate> certificates)
            throws CallException {
        List<X509Certificate> chain = Certificates.ordered(certificates);
        X509Certificate first = chain.getFirst();
        X509Certificate last = chain.getLast();
        return switch (kind) {
            case "leaf" -> Certificates.isRoot(first) ? "" : Certificates.text(first);
            case "intermediate" ->
                    Certificates.text(
                            chain.stream()
                                    .skip(1)
                                    .takeWhile(one -> !Certificates.isRoot(one))
                                    .toList());
            case "root" -> Certificates.isRoot(last) ? Certificates.text(last) : "";
            default -> "";
        };
    }

    private static List<String> names(String pem) throws CallException {
        X509Certificate certificate = Certificates.read(Pem.first(pem));
        List<String> names = new ArrayList<>();
        for (int type : List.of(DNS, IP, EMAIL, URI)) {
            for (List<?> name : alternativeNames(certificate)) {
                if (name.getFirst().equals(type)) {
                    names.add(Utf8.encode(shown(type, String.valueOf(name.get(1)))));
                }
            }
        }
        return names;
    }

    private static String shown(int type, String name) {
        return type == IP ? IpAddress.parse(name).map(Object::toString).orElse(name) : name;
    }

    private static Collection<List<?>> alternativeNames(X509Certificate certificate)
            throws CallException {
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            return names == null ? List.of() : names;
        } catch (CertificateParsingException e) {
            throw new CallException("failed to parse certificate");
        }
    }
}
