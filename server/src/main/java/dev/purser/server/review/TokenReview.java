package dev.purser.server.review;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusErrors;
import dev.purser.server.authn.Authenticator;
import dev.purser.server.authn.token.ServiceAccountTokens;
import dev.purser.server.authn.token.ServiceAccountTokens.Verified;
import dev.purser.server.authn.token.TokenException;
import dev.purser.server.registry.AnsweringResource;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Credentials;
import dev.purser.server.request.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `tokenreviews`: whose token this is, and for whom it is.
public final class TokenReview implements AnsweringResource {
    private static final String INVALID = "invalid bearer token";

    private final ServiceAccountTokens tokens;
    private final List<String> defaultAudiences;
    private final List<Authenticator> others;

    /// @param defaultAudiences what a token must be for when the review does not say
    /// @param others know bearer tokens that are for every audience
    public TokenReview(
            ServiceAccountTokens tokens,
            List<String> defaultAudiences,
            List<Authenticator> others) {
        this.tokens = tokens;
        this.defaultAudiences = List.copyOf(defaultAudiences);
        this.others = List.copyOf(others);
    }

    @Override
    public KubeObject answer(Identity identity, Attributes attributes, KubeObject review) {
        String token = review.spec().path("token").asString("");
        if (token.isEmpty()) {
            throw StatusErrors.badRequest("token is required for TokenReview in authentication");
        }
        List<String> audiences = new ArrayList<>();
        review.spec().path("audiences").forEach(value -> audiences.add(value.asString("")));
        List<String> accepted = audiences.isEmpty() ? defaultAudiences : audiences;
        ObjectNode status = review.json().putObject("status");
        try {
            Optional<Verified> verified = verify(token, accepted);
            if (verified.isPresent()) {
                accept(status, verified.get());
            } else {
                refuse(status, INVALID);
            }
        } catch (TokenException e) {
            refuse(status, "[" + INVALID + ", " + e.getMessage() + "]");
        }
        return review;
    }

    private Optional<Verified> verify(String token, List<String> accepted) throws TokenException {
        Credentials credentials = Credentials.of(List.of(), Optional.of(token));
        for (Authenticator other : others) {
            Optional<Identity> known = other.authenticate(credentials);
            if (known.isPresent()) {
                return Optional.of(new Verified(known.get(), accepted));
            }
        }
        return tokens.verify(token, accepted);
    }

    private static void accept(ObjectNode status, Verified verified) {
        status.put("authenticated", true);
        status.set("user", UserInfo.of(verified.identity()));
        ArrayNode audiences = status.putArray("audiences");
        verified.audiences().forEach(audiences::add);
    }

    private static void refuse(ObjectNode status, String error) {
        status.putObject("user");
        status.put("error", error);
    }
}
