package dev.purser.external.template.sprig;

import dev.purser.external.template.run.Arguments;
import dev.purser.external.template.run.CallException;
import dev.purser.external.template.run.FunctionTable;
import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.KeyPair;
import dev.purser.external.template.value.Text;
import dev.purser.external.template.value.Utf8;
import dev.purser.external.template.value.Value;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// Functions that make keys and certificates.
final class CertificateFunctions {
    private static final GoType STRING = GoType.STRING;
    private static final GoType INT = GoType.INT;
    private static final GoType LIST = GoType.LIST;
    private static final GoType PAIR = GoType.CERTIFICATE;
    private static final int COST = 100_000;

    private final CertificateMaker maker;

    private CertificateFunctions(CertificateMaker maker) {
        this.maker = maker;
    }

    static void addTo(FunctionTable table, InstantSource clock, SecureRandom random) {
        CertificateFunctions made = new CertificateFunctions(new CertificateMaker(clock, random));
        table.add("genPrivateKey", made::key, STRING);
        table.add("genCA", a -> made.authority(a, ""), STRING, INT);
        table.add("genCAWithKey", a -> made.authority(a, a.text(2)), STRING, INT, STRING);
        table.add("genSelfSignedCert", a -> made.selfSigned(a, ""), STRING, LIST, LIST, INT);
        table.add(
                "genSelfSignedCertWithKey",
                a -> made.selfSigned(a, a.text(4)),
                STRING,
                LIST,
                LIST,
                INT,
                STRING);
        table.add("genSignedCert", a -> made.signed(a, ""), STRING, LIST, LIST, INT, PAIR);
        table.add(
                "genSignedCertWithKey",
                a -> made.signed(a, a.text(5)),
                STRING,
                LIST,
                LIST,
                INT,
                PAIR,
                STRING);
        table.add("buildCustomCert", CertificateFunctions::custom, STRING, STRING);
    }

    private Value key(Arguments arguments) throws CallException {
        arguments.charge(COST);
        return Value.of(maker.privateKey(arguments.text(0)));
    }

    private Value authority(Arguments arguments, String key) throws CallException {
        arguments.charge(COST);
        CertificateMaker.Request request =
                new CertificateMaker.Request(
                        name(arguments), List.of(), List.of(), arguments.whole(1));
        return maker.authority(request, key);
    }

    private Value selfSigned(Arguments arguments, String key) throws CallException {
        arguments.charge(COST);
        return maker.selfSigned(request(arguments), key);
    }

    private Value signed(Arguments arguments, String key) throws CallException {
        arguments.charge(COST);
        if (arguments.value(4) instanceof KeyPair authority) {
            return maker.signed(request(arguments), key, authority);
        }
        throw new CallException("unable to decode certificate");
    }

    private static CertificateMaker.Request request(Arguments arguments) throws CallException {
        return new CertificateMaker.Request(
                name(arguments), texts(arguments, 1), texts(arguments, 2), arguments.whole(3));
    }

    private static String name(Arguments arguments) {
        return Utf8.decode(arguments.text(0));
    }

    private static List<String> texts(Arguments arguments, int index) throws CallException {
        List<String> texts = new ArrayList<>();
        for (Value value : arguments.list(index, "not a list but")) {
            if (!(value instanceof Text text)) {
                throw new CallException("error parsing a name: not a string");
            }
            texts.add(Utf8.decode(text.bytes()));
        }
        return texts;
    }

    private static Value custom(Arguments arguments) throws CallException {
        String certificate = decode(arguments.text(0), "certificate");
        String key = decode(arguments.text(1), "private key");
        CertificateMaker.check(certificate, key);
        return new KeyPair(certificate, key);
    }

    private static String decode(String base64, String what) throws CallException {
        try {
            return Utf8.of(Base64.getDecoder().decode(Utf8.bytes(base64)));
        } catch (IllegalArgumentException e) {
            throw new CallException("unable to decode base64 " + what);
        }
    }
}
