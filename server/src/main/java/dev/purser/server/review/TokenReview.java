package dev.purser.server.review;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
import dev.purser.server.authn.Authentication;
import dev.purser.server.authn.AuthenticationException;
import dev.purser.server.authn.BearerTokenAuthenticator;
import dev.purser.server.authn.token.TokenAuthenticator;
import dev.purser.server.registry.AnsweringResource;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/// `tokenreviews`: whose token this is, and for whom it is.
public final class TokenReview implements AnsweringResource {
    private final TokenAuthenticator tokens;
    private final List<String> defaultAudiences;

    /// @param defaultAudiences whom a token must be for when the review does not say
    public TokenReview(TokenAuthenticator tokens, List<String> defaultAudiences) {
        this.tokens = tokens;
        this.defaultAudiences = List.copyOf(defaultAudiences);
    }

    @Override
    public KubeObject answer(Identity identity, Attributes attributes, KubeObject review) {
        String token = review.spec().path("token").asString("");
        if (token.isEmpty()) {
            throw StatusErrors.badRequest("token is required for TokenReview in authentication");
        }
        List<String> audiences = new ArrayList<>();
        review.spec().path("audiences").forEach(value -> audiences.add(value.asString("")));
        ObjectNode status = review.json().putObject("status");
        try {
            accept(
                    status,
                    BearerTokenAuthenticator.authenticate(
                                    tokens,
                                    firstWord(token),
                                    audiences.isEmpty() ? defaultAudiences : audiences)
                            .marked());
        } catch (AuthenticationException e) {
            status.putObject("user");
            status.put("error", e.getMessage());
        }
        return review;
    }

    /// A token ends with the first space, as in the header that carries it.
    private static String firstWord(String token) {
        return token.split(" ", 2)[0];
    }

    private static void accept(ObjectNode status, Authentication found) {
        status.put("authenticated", true);
        status.set("user", UserInfo.of(found.identity()));
        if (!found.audiences().isEmpty()) {
            found.audiences().forEach(status.putArray("audiences")::add);
        }
    }
}
