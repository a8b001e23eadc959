package dev.purser.server.authn;

import dev.purser.api.status.FieldErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.validation.DomainPaths;
import dev.purser.server.authz.Authorizer;
import dev.purser.server.authz.Refusals;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Whether one requestor may act as somebody in one way: every part of the target needs a right.
final class ImpersonationCheck {
    private static final String AUTHENTICATION = "authentication.k8s.io";

    /// From so many on, the right to all of them is asked for first.
    private static final int MANY = 4;

    private final Authorizer authorizer;
    private final ImpersonationMode mode;
    private final Identity requestor;

    ImpersonationCheck(Authorizer authorizer, ImpersonationMode mode, Identity requestor) {
        this.authorizer = authorizer;
        this.mode = mode;
        this.requestor = requestor;
    }

    /// @param attributes of what the target is to do
    /// @throws StatusException with reason `Forbidden`
    void require(ImpersonationTarget target, Attributes attributes) {
        if (mode.isConstrained()) {
            Refusals.requireAllowed(
                    authorizer, requestor, attributes.withVerb(mode.verbOn(attributes.verb())));
        }
        requireUser(target);
        if (!target.uid().isEmpty()) {
            require(of(AUTHENTICATION, "uids", "", target.uid()));
        }
        if (!target.groups().isEmpty()) {
            requireGroups(target.groups());
        }
        if (!target.extra().isEmpty()) {
            requireExtra(target.extra());
        }
    }

    private void requireUser(ImpersonationTarget target) {
        if (target.account().isPresent()) {
            AccountUser account = target.account().get();
            require(
                    new Attributes(
                            mode.verb(),
                            group(),
                            "v1",
                            "serviceaccounts",
                            "",
                            account.namespace(),
                            account.name(),
                            ""));
        } else if (mode.isConstrained() && target.isNode()) {
            // Whoever may be the node that it runs on may be so wherever it runs.
            boolean any = mode == ImpersonationMode.ASSOCIATED_NODE;
            require(of(group(), "nodes", "", any ? "*" : target.nodeName()));
        } else {
            require(of(group(), "users", "", target.user()));
        }
    }

    private void requireGroups(List<String> groups) {
        if (mode.isConstrained()) {
            if (groups.contains("")) {
                throw refused(
                        of(group(), "groups", "", ""),
                        "impersonating the empty string group is not allowed");
            }
            if (groups.contains(Identity.MASTERS)) {
                throw refused(
                        of(group(), "groups", "", Identity.MASTERS),
                        "impersonating the system:masters group is not allowed");
            }
            if (groups.size() >= MANY && isAllowed(of(group(), "groups", "", "*"))) {
                return;
            }
        }
        groups.forEach(one -> require(of(group(), "groups", "", one)));
    }

    private void requireExtra(Map<String, List<String>> extra) {
        if (mode.isConstrained()) {
            String flaw = flaw(extra);
            if (!flaw.isEmpty()) {
                throw refused(of(AUTHENTICATION, "userextras", "", ""), flaw);
            }
            int count = extra.values().stream().mapToInt(List::size).sum();
            if ((extra.size() >= MANY || count >= MANY)
                    && isAllowed(of(AUTHENTICATION, "userextras", "*", "*"))) {
                return;
            }
        }
        extra.forEach((key, values) ->
                values.forEach(value -> require(of(AUTHENTICATION, "userextras", key, value))));
    }

    private static String flaw(Map<String, List<String>> extra) {
        for (var entry : extra.entrySet()) {
            String key = entry.getKey();
            if (key.isEmpty()) {
                return "impersonating the empty string key in extra is not allowed";
            }
            FieldErrors errors = new FieldErrors();
            DomainPaths.validatePath(key, "extra.key", errors);
            if (!errors.isEmpty()) {
                return "impersonating an invalid key in extra is not allowed: " + errors.text();
            }
            if (!key.equals(key.toLowerCase(Locale.ROOT))) {
                return "impersonating a non-lowercase key in extra is not allowed: \"" + key + "\"";
            }
            if (entry.getValue().contains("")) {
                return "impersonating the empty string value in extra is not allowed";
            }
        }
        return "";
    }

    /// The group of the resources that stand for users, their groups and their accounts.
    private String group() {
        return mode.isConstrained() ? AUTHENTICATION : "";
    }

    private Attributes of(String group, String resource, String subresource, String name) {
        return new Attributes(mode.verb(), group, "v1", resource, subresource, "", name, "");
    }

    private void require(Attributes attributes) {
        Refusals.requireAllowed(authorizer, requestor, attributes);
    }

    private boolean isAllowed(Attributes attributes) {
        return authorizer.authorize(requestor, attributes) instanceof Authorizer.Allowed;
    }

    private StatusException refused(Attributes attributes, String why) {
        return Refusals.forbidden(requestor, attributes, why);
    }
}
