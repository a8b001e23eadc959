package dev.purser.server.admission.policy;

import dev.purser.cel.library.Authority;
import dev.purser.server.authz.Authorizer;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// What somebody may do, as the server's authorizer decides it. What was asked once is not asked
/// again. Not thread-safe: for one request.
final class RequestAuthority implements Authority {
    private final Authorizer authorizer;
    private final Identity identity;
    private final Map<Query, Verdict> known = new HashMap<>();

    RequestAuthority(Authorizer authorizer, Identity identity) {
        this.authorizer = authorizer;
        this.identity = identity;
    }

    @Override
    public Verdict judge(Query query) {
        return known.computeIfAbsent(query, this::decide);
    }

    private Verdict decide(Query query) {
        Attributes attributes =
                query.resource().isEmpty()
                        ? Attributes.nonResource(query.verb(), query.path())
                        : new Attributes(
                                query.verb(),
                                query.group(),
                                "*",
                                query.resource(),
                                query.subresource(),
                                query.namespace(),
                                query.name(),
                                "");
        Authorizer.Decision decision = authorizer.authorize(identity, attributes);
        return new Verdict(decision instanceof Authorizer.Allowed, decision.reason());
    }

    @Override
    public Authority serviceAccount(String namespace, String name) {
        return new RequestAuthority(
                authorizer,
                Identity.of(
                        "system:serviceaccount:%s:%s".formatted(namespace, name),
                        "system:serviceaccounts",
                        "system:serviceaccounts:" + namespace,
                        Identity.AUTHENTICATED));
    }

    /// Somebody as expressions see them.
    static ObjectNode userInfo(Identity identity) {
        ObjectNode user = JsonNodeFactory.instance.objectNode();
        if (!identity.name().isEmpty()) {
            user.put("username", identity.name());
        }
        if (!identity.uid().isEmpty()) {
            user.put("uid", identity.uid());
        }
        if (!identity.groups().isEmpty()) {
            identity.groups().forEach(user.putArray("groups")::add);
        }
        if (!identity.extra().isEmpty()) {
            ObjectNode extra = user.putObject("extra");
            identity.extra().forEach((key, values) -> values.forEach(extra.putArray(key)::add));
        }
        return user;
    }
}
