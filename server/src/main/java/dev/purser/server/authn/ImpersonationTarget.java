package dev.purser.server.authn;

import dev.purser.api.validation.Names;
import dev.purser.server.authn.token.ServiceAccountNames;
import dev.purser.server.request.Identity;
import dev.purser.wire.request.ApiRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// Whom a request wants to act as, by its headers.
///
/// @param user empty when the headers name none, which is refused
/// @param groups only those that the headers name
record ImpersonationTarget(
        String user, String uid, List<String> groups, Map<String, List<String>> extra) {
    private static final String EXTRA_PREFIX = "impersonate-extra-";
    private static final String NODE_PREFIX = "system:node:";

    ImpersonationTarget {
        groups = List.copyOf(groups);
        extra = new TreeMap<>(extra);
    }

    /// Reads the headers; empty when none of them is there.
    static Optional<ImpersonationTarget> from(ApiRequest.Headers headers) {
        Map<String, List<String>> extra = new TreeMap<>();
        for (String name : headers.names()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith(EXTRA_PREFIX)) {
                extra.computeIfAbsent(
                                ExtraKey.decode(lower.substring(EXTRA_PREFIX.length())),
                                _ -> new ArrayList<>())
                        .addAll(headers.all(name));
            }
        }
        ImpersonationTarget target =
                new ImpersonationTarget(
                        headers.first("Impersonate-User"),
                        headers.first("Impersonate-Uid"),
                        headers.all("Impersonate-Group"),
                        extra);
        boolean isNone =
                target.user.isEmpty()
                        && target.uid.isEmpty()
                        && target.groups.isEmpty()
                        && target.extra.isEmpty();
        return isNone ? Optional.empty() : Optional.of(target);
    }

    /// Whether it is a node by its name.
    boolean isNode() {
        return user.startsWith(NODE_PREFIX) && Names.subdomainErrors(nodeName()).isEmpty();
    }

    /// Only where [#isNode].
    String nodeName() {
        return user.substring(NODE_PREFIX.length());
    }

    Optional<AccountUser> account() {
        return AccountUser.parse(user);
    }

    /// Whether the headers say nothing but a user.
    boolean isNamedOnly() {
        return uid.isEmpty() && groups.isEmpty() && extra.isEmpty();
    }

    /// The identity with the groups that every user of its kind has.
    Identity toIdentity(ImpersonationMode mode) {
        List<String> all = new ArrayList<>(groups);
        if (all.isEmpty() && account().isPresent()) {
            all.addAll(ServiceAccountNames.groups(account().get().namespace()));
        } else if (isNode() && mode.isConstrained()) {
            all.add("system:nodes");
        }
        boolean isAnonymous = user.equals(Identity.anonymous().name());
        String mark =
                isAnonymous || all.contains(Identity.UNAUTHENTICATED)
                        ? Identity.UNAUTHENTICATED
                        : Identity.AUTHENTICATED;
        if (!all.contains(mark)) {
            all.add(mark);
        }
        return new Identity(user, uid, all, extra);
    }

    /// The form of Kubernetes' error message.
    @Override
    public String toString() {
        String extraText =
                extra.isEmpty()
                        ? "map[string][]string(nil)"
                        : extra.entrySet().stream()
                                .map(e -> "\"" + e.getKey() + "\":" + strings(e.getValue()))
                                .collect(Collectors.joining(", ", "map[string][]string{", "}"));
        return "&user.DefaultInfo{Name:\"%s\", UID:\"%s\", Groups:%s, Extra:%s}"
                .formatted(user, uid, strings(groups), extraText);
    }

    private static String strings(List<String> values) {
        return values.isEmpty()
                ? "[]string(nil)"
                : values.stream()
                        .map(value -> "\"" + value + "\"")
                        .collect(Collectors.joining(", ", "[]string{", "}"));
    }
}
