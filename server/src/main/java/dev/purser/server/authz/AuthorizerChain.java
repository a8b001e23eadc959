package dev.purser.server.authz;

import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.ArrayList;
import java.util.List;

/// Asks authorizers in turn until one allows or denies; otherwise nobody has an opinion, and their
/// reasons are given together.
public final class AuthorizerChain implements Authorizer {
    private final List<Authorizer> authorizers;

    public AuthorizerChain(List<Authorizer> authorizers) {
        this.authorizers = List.copyOf(authorizers);
    }

    @Override
    public Decision authorize(Identity identity, Attributes attributes) {
        List<String> reasons = new ArrayList<>();
        for (Authorizer authorizer : authorizers) {
            switch (authorizer.authorize(identity, attributes)) {
                case Allowed allowed -> {
                    return allowed;
                }
                case Denied denied -> {
                    return denied;
                }
                case NoOpinion(String reason) when !reason.isEmpty() -> reasons.add(reason);
                case NoOpinion _ -> {
                    // Silence adds nothing to the reasons.
                }
            }
        }
        return new NoOpinion(String.join("\n", reasons));
    }
}
