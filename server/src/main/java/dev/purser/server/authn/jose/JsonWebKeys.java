package dev.purser.server.authn.jose;

import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.RSAPublicKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Sets of public keys as JSON (RFC 7517), to and from.
public final class JsonWebKeys {
    private static final Base64.Encoder ENCODER = Base64.getUrlEncoder().withoutPadding();

    private JsonWebKeys() {}

    /// The set, with members in the order of Kubernetes.
    public static ObjectNode write(List<VerificationKey> keys) {
        ObjectNode set = JsonNodeFactory.instance.objectNode();
        ArrayNode array = set.putArray("keys");
        keys.forEach(key -> array.add(write(key)));
        return set;
    }

    private static ObjectNode write(VerificationKey key) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("use", "sig");
        String algorithm =
                SignatureAlgorithm.of(key.key()).map(SignatureAlgorithm::name).orElse("");
        switch (key.key()) {
            case RSAPublicKey rsa ->
                    json.put("kty", "RSA")
                            .put("kid", key.id())
                            .put("alg", algorithm)
                            .put("n", base64(unsigned(rsa.getModulus(), 0)))
                            .put("e", base64(unsigned(rsa.getPublicExponent(), 0)));
            case ECPublicKey curve -> {
                int bits = curve.getParams().getCurve().getField().getFieldSize();
                int bytes = (bits + Byte.SIZE - 1) / Byte.SIZE;
                json.put("kty", "EC")
                        .put("kid", key.id())
                        .put("crv", "P-" + bits)
                        .put("alg", algorithm)
                        .put("x", base64(unsigned(curve.getW().getAffineX(), bytes)))
                        .put("y", base64(unsigned(curve.getW().getAffineY(), bytes)));
            }
            default -> throw new IllegalArgumentException("there is no JSON for such a key");
        }
        return json;
    }

    /// The keys of a set that are for signatures and of a kind that is accepted here.
    public static List<VerificationKey> read(JsonNode set) {
        List<VerificationKey> keys = new ArrayList<>();
        for (JsonNode json : set.path("keys")) {
            if (json.path("use").asString("sig").equals("sig")) {
                key(json)
                        .filter(key -> SignatureAlgorithm.of(key).isPresent())
                        .ifPresent(key ->
                                keys.add(new VerificationKey(json.path("kid").asString(""), key)));
            }
        }
        return keys;
    }

    private static Optional<PublicKey> key(JsonNode json) {
        try {
            return switch (json.path("kty").asString("")) {
                case "RSA" -> Optional.of(rsa(json));
                case "EC" -> Optional.of(curve(json));
                default -> Optional.empty();
            };
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            // One broken key of a set does not spoil the others.
            return Optional.empty();
        }
    }

    private static PublicKey rsa(JsonNode json) throws GeneralSecurityException {
        return KeyFactory.getInstance("RSA")
                .generatePublic(new RSAPublicKeySpec(number(json, "n"), number(json, "e")));
    }

    private static PublicKey curve(JsonNode json) throws GeneralSecurityException {
        String name =
                switch (json.path("crv").asString("")) {
                    case "P-256" -> "secp256r1";
                    case "P-384" -> "secp384r1";
                    case "P-521" -> "secp521r1";
                    default -> throw new IllegalArgumentException("no such curve");
                };
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(name));
        ECPoint point = new ECPoint(number(json, "x"), number(json, "y"));
        return KeyFactory.getInstance("EC")
                .generatePublic(
                        new ECPublicKeySpec(
                                point, parameters.getParameterSpec(ECParameterSpec.class)));
    }

    private static BigInteger number(JsonNode json, String member) {
        byte[] bytes = Base64.getUrlDecoder().decode(json.path(member).asString(""));
        return new BigInteger(1, bytes);
    }

    /// Big-endian without a sign, padded with zeros on the left to a length.
    private static byte[] unsigned(BigInteger number, int length) {
        byte[] bytes = number.toByteArray();
        int skip = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
        int size = Math.max(length, bytes.length - skip);
        byte[] result = new byte[size];
        System.arraycopy(bytes, skip, result, size - (bytes.length - skip), bytes.length - skip);
        return result;
    }

    private static String base64(byte[] bytes) {
        return ENCODER.encodeToString(bytes);
    }
}
