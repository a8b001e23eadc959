package dev.purser.server.authz;

import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.ArrayList;
import java.util.List;

/// Asks authorizers in turn until one allows or denies; otherwise nobody has an opinion, and their
/// reasons are given together, each with the name of who gives it.
public final class AuthorizerChain implements Authorizer {
    private final List<Member> members;

    /// An authorizer of the chain.
    ///
    /// @param name as it stands before its reasons
    public record Member(String name, Authorizer authorizer) {}

    public AuthorizerChain(List<Member> members) {
        this.members = List.copyOf(members);
    }

    @Override
    public Decision authorize(Identity identity, Attributes attributes) {
        List<String> reasons = new ArrayList<>();
        for (Member member : members) {
            switch (member.authorizer().authorize(identity, attributes)) {
                case Allowed allowed -> {
                    return allowed;
                }
                case Denied denied -> {
                    return denied;
                }
                case NoOpinion(String reason) when !reason.isEmpty() ->
                        reasons.add(member.name() + ": " + reason);
                case NoOpinion _ -> {
                    // Silence adds nothing to the reasons.
                }
            }
        }
        return new NoOpinion(String.join("\n", reasons));
    }
}
