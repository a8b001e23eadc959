package dev.purser.server.authn.oidc;

import dev.purser.server.authn.jose.SignatureAlgorithm;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Base64;
import tools.jackson.databind.node.ObjectNode;

/// Signs tokens in every way, without the code that is tested.
final class Forgery {
    private Forgery() {}

    static String sign(
            SignatureAlgorithm algorithm, PrivateKey key, String keyId, ObjectNode claims)
            throws Exception {
        String signed =
                base64("{\"alg\":\"%s\",\"kid\":\"%s\"}".formatted(algorithm, keyId))
                        + "."
                        + base64(claims.toString());
        Signature signature = signature(algorithm.name());
        signature.initSign(key);
        signature.update(signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + encoder().encodeToString(signature.sign());
    }

    private static Signature signature(String name) throws Exception {
        String bits = name.substring(2);
        return switch (name.substring(0, 2)) {
            case "RS" -> Signature.getInstance("SHA" + bits + "withRSA");
            case "ES" -> Signature.getInstance("SHA" + bits + "withECDSAinP1363Format");
            default -> {
                Signature pss = Signature.getInstance("RSASSA-PSS");
                pss.setParameter(
                        new PSSParameterSpec(
                                "SHA-" + bits,
                                "MGF1",
                                new MGF1ParameterSpec("SHA-" + bits),
                                Integer.parseInt(bits) / 8,
                                1));
                yield pss;
            }
        };
    }

    static String base64(String text) {
        return encoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Base64.Encoder encoder() {
        return Base64.getUrlEncoder().withoutPadding();
    }
}
