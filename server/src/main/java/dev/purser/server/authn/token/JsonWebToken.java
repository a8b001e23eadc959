package dev.purser.server.authn.token;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The parts of a signed JWT in compact form (RFC 7515), not yet verified.
///
/// Never shown as text: whoever has it can use it.
final class JsonWebToken {
    private static final Base64.Decoder DECODER = Base64.getUrlDecoder();

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

    /// Splits a token; empty when the text is not in the form of one.
    static Optional<JsonWebToken> parse(String text, JsonMapper mapper) {
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            return Optional.empty();
        }
        try {
            if (mapper.readTree(DECODER.decode(parts[0])) instanceof ObjectNode header
                    && mapper.readTree(DECODER.decode(parts[1])) instanceof ObjectNode claims) {
                String signed = parts[0] + "." + parts[1];
                return Optional.of(
                        new JsonWebToken(
                                header,
                                claims,
                                signed.getBytes(StandardCharsets.US_ASCII),
                                DECODER.decode(parts[2])));
            }
            return Optional.empty();
        } catch (IllegalArgumentException | JacksonException e) {
            return Optional.empty();
        }
    }

    String algorithm() {
        return header.path("alg").asString("");
    }

    String keyId() {
        return header.path("kid").asString("");
    }

    ObjectNode claims() {
        return claims;
    }

    byte[] signedBytes() {
        return signedBytes.clone();
    }

    byte[] signature() {
        return signature.clone();
    }
}
