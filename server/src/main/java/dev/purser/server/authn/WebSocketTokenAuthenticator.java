package dev.purser.server.authn;

import dev.purser.server.authn.token.TokenAuthenticator;
import dev.purser.wire.request.ApiRequest;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// Knows browsers, which cannot set the `Authorization` header of a WebSocket, by a token that they
/// pass as one of the subprotocols, in unpadded base64url.
public final class WebSocketTokenAuthenticator implements Authenticator {
    private static final String PREFIX = "base64url.bearer.authorization.k8s.io.";
    private static final String PROTOCOLS = "Sec-WebSocket-Protocol";

    private final TokenAuthenticator tokens;
    private final List<String> audiences;

    /// @param audiences whom tokens for this server are for
    public WebSocketTokenAuthenticator(TokenAuthenticator tokens, List<String> audiences) {
        this.tokens = tokens;
        this.audiences = List.copyOf(audiences);
    }

    @Override
    public Optional<Authentication> authenticate(ApiRequest request)
            throws AuthenticationException {
        if (!request.headers().first("Upgrade").equalsIgnoreCase("websocket")) {
            return Optional.empty();
        }
        List<String> encoded = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String header : request.headers().all(PROTOCOLS)) {
            for (String protocol : header.split(",", -1)) {
                (protocol.strip().startsWith(PREFIX) ? encoded : others).add(protocol.strip());
            }
        }
        if (encoded.isEmpty()) {
            return Optional.empty();
        }
        if (encoded.size() > 1) {
            throw new AuthenticationException(
                    "multiple base64.bearer.authorization tokens specified");
        }
        String token = decode(encoded.getFirst().substring(PREFIX.length()));
        if (token.isEmpty()) {
            return Optional.empty();
        }
        if (others.isEmpty()) {
            // The token's protocol is never chosen: without another there is none to answer with.
            throw new AuthenticationException("missing additional subprotocol");
        }
        return Optional.of(BearerTokenAuthenticator.authenticate(tokens, token, audiences));
    }

    private static String decode(String encoded) throws AuthenticationException {
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(encoded);
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (IllegalArgumentException e) {
            throw new AuthenticationException("invalid base64.bearer.authorization token encoding");
        } catch (CharacterCodingException e) {
            throw new AuthenticationException("invalid base64.bearer.authorization token");
        }
    }
}
