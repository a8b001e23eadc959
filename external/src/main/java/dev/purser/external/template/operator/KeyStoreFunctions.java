package dev.purser.external.template.operator;

import dev.purser.external.template.run.Arguments;
import dev.purser.external.template.run.CallException;
import dev.purser.external.template.run.FunctionTable;
import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.Utf8;
import dev.purser.external.template.value.Value;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Functions of PKCS #12 archives.
final class KeyStoreFunctions {
    private static final GoType STRING = GoType.STRING;
    private static final int COST = 1000;

    private KeyStoreFunctions() {}

    static void addTo(FunctionTable table) {
        table.add("pkcs12key", a -> key(a, "", a.text(0)), STRING);
        table.add("pkcs12keyPass", a -> key(a, a.text(0), a.text(1)), STRING, STRING);
        table.add("pkcs12cert", a -> certificates(a, "", a.text(0)), STRING);
        table.add("pkcs12certPass", a -> certificates(a, a.text(0), a.text(1)), STRING, STRING);
        table.add("pemToPkcs12", a -> archive(a, false, ""), STRING, STRING);
        table.add("pemToPkcs12Pass", a -> archive(a, false, a.text(2)), STRING, STRING, STRING);
        table.add("fullPemToPkcs12", a -> archive(a, true, ""), STRING, STRING);
        table.add("fullPemToPkcs12Pass", a -> archive(a, true, a.text(2)), STRING, STRING, STRING);
        table.add("pemTruststoreToPKCS12", a -> trustStore(a, ""), STRING);
        table.add("pemTruststoreToPKCS12Pass", a -> trustStore(a, a.text(1)), STRING, STRING);
    }

    private static Value key(Arguments arguments, String password, String archive)
            throws CallException {
        arguments.charge(COST);
        Archive read = Archive.read(Utf8.bytes(archive), Utf8.decode(password));
        return Value.of(Pem.of("PRIVATE KEY", read.key().getEncoded()).text());
    }

    private static Value certificates(Arguments arguments, String password, String archive)
            throws CallException {
        arguments.charge(COST);
        Archive read = Archive.read(Utf8.bytes(archive), Utf8.decode(password));
        return Value.of(Certificates.text(orderedIfPossible(read.certificates())));
    }

    private static List<X509Certificate> orderedIfPossible(List<X509Certificate> certificates) {
        try {
            return Certificates.ordered(certificates);
        } catch (CallException e) {
            return certificates;
        }
    }

    private static Value archive(Arguments arguments, boolean full, String password)
            throws CallException {
        arguments.charge(COST);
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(Certificates.read(Pem.first(arguments.text(0))));
        if (full) {
            List<X509Certificate> all = Certificates.readAll(arguments.text(0));
            chain.addAll(all.subList(1, all.size()));
        }
        Archive archive = new Archive(PrivateKeys.read(Pem.first(arguments.text(1))), chain);
        return encoded(archive.write(Utf8.decode(password)));
    }

    private static Value trustStore(Arguments arguments, String password) throws CallException {
        arguments.charge(COST);
        List<X509Certificate> certificates = Certificates.readAll(arguments.text(0));
        return encoded(Archive.writeTrusted(certificates, Utf8.decode(password)));
    }

    private static Value encoded(byte[] archive) {
        return Value.of(Base64.getEncoder().encodeToString(archive));
    }
}
