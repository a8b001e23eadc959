package dev.purser.external.template.operator;

import dev.purser.external.template.run.Arguments;
import dev.purser.external.template.run.CallException;
import dev.purser.external.template.run.FunctionTable;
import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.Utf8;
import dev.purser.external.template.value.Value;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.interfaces.RSAPrivateKey;
import java.security.spec.MGF1ParameterSpec;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;

/// Functions of JSON Web Keys and of RSA.
final class KeyFunctions {
    private static final GoType STRING = GoType.STRING;
    private static final int COST = 1000;

    private KeyFunctions() {}

    static void addTo(FunctionTable table) {
        table.add(
                "jwkPublicKeyPem",
                a -> Value.of(JsonWebKey.read(Utf8.decode(a.text(0))).publicKey().text()),
                STRING);
        table.add(
                "jwkPrivateKeyPem",
                a -> Value.of(JsonWebKey.read(Utf8.decode(a.text(0))).privateKey().text()),
                STRING);
        table.add("rsaDecrypt", KeyFunctions::decrypt, STRING, STRING, STRING, STRING);
    }

    private static Value decrypt(Arguments arguments) throws CallException {
        arguments.charge(COST);
        String scheme = arguments.text(0);
        if (scheme.equals("None")) {
            return arguments.value(2);
        }
        if (!scheme.equals("RSA-OAEP")) {
            throw new CallException("decryption scheme is not supported: ", scheme);
        }
        PrivateKey key = PrivateKeys.read(Pem.first(arguments.text(3)));
        if (!(key instanceof RSAPrivateKey)) {
            throw new CallException("could not parse RSA private key");
        }
        try {
            Cipher cipher = Cipher.getInstance("RSA/ECB/OAEPPadding");
            cipher.init(Cipher.DECRYPT_MODE, key, padding(arguments.text(1)));
            return Value.of(Utf8.of(cipher.doFinal(Utf8.bytes(arguments.text(2)))));
        } catch (GeneralSecurityException e) {
            throw new CallException("error decrypting data with RSA: crypto/rsa: decryption error");
        }
    }

    private static OAEPParameterSpec padding(String hash) {
        String digest =
                switch (hash) {
                    case "SHA1" -> "SHA-1";
                    case "SHA512" -> "SHA-512";
                    default -> "SHA-256";
                };
        return new OAEPParameterSpec(
                digest, "MGF1", new MGF1ParameterSpec(digest), PSource.PSpecified.DEFAULT);
    }
}
