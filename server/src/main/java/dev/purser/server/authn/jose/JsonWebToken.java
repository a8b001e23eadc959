package dev.purser.server.authn.jose;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The parts of a signed JWT in compact form (RFC 7515), not yet verified.
///
/// Never shown as text: whoever has it can use it.
public final class JsonWebToken {
    /// Members that are there twice have no meaning (RFC 7519, 4).
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                    .build();

    private final ObjectNode header;
    private final ObjectNode claims;
    private final byte[] signedBytes;
    private final byte[] signature;

    private JsonWebToken(
            ObjectNode header, ObjectNode claims, byte[] signedBytes, byte[] signature) {
        this.header = header;
        this.claims = claims;
        this.signedBytes = signedBytes;
        this.signature = signature;
    }

    /// Splits a token; empty when the text is not in the form of one, or asks for an understanding
    /// (`crit`) that nobody here has.
    public static Optional<JsonWebToken> parse(String text) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3 || text.indexOf('=') >= 0) {
            return Optional.empty();
        }
        try {
            Base64.Decoder decoder = Base64.getUrlDecoder();
            byte[] signature = decoder.decode(parts[2]);
            if (MAPPER.readTree(decoder.decode(parts[0])) instanceof ObjectNode header
                    && !header.has("crit")
                    && MAPPER.readTree(decoder.decode(parts[1])) instanceof ObjectNode claims) {
                String signed = parts[0] + "." + parts[1];
                return Optional.of(
                        new JsonWebToken(
                                header,
                                claims,
                                signed.getBytes(StandardCharsets.US_ASCII),
                                signature));
            }
            return Optional.empty();
        } catch (IllegalArgumentException | JacksonException e) {
            return Optional.empty();
        }
    }

    public String algorithm() {
        return header.path("alg").asString("");
    }

    /// Empty when the token names no key.
    public String keyId() {
        return header.path("kid").asString("");
    }

    /// What the token says, believed by nobody before its signature is verified.
    public ObjectNode claims() {
        return claims;
    }

    /// Who the token says it is from.
    public String issuer() {
        return claims.path("iss").asString("");
    }

    byte[] signedBytes() {
        return signedBytes.clone();
    }

    byte[] signature() {
        return signature.clone();
    }
}
