package dev.purser.server.authn;

import dev.purser.server.authn.token.ServiceAccountNames;
import dev.purser.server.request.ApiRequest;
import dev.purser.server.request.Identity;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
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

    /// What kind of user it is, which decides the verbs that allow it.
    enum Kind {
        USER,
        SERVICE_ACCOUNT,
        NODE
    }

    /// Reads the headers; empty when none of them is there.
    static Optional<ImpersonationTarget> from(ApiRequest.Headers headers) {
        Map<String, List<String>> extra = new TreeMap<>();
        for (String name : headers.names()) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.startsWith(EXTRA_PREFIX)) {
                extra.put(extraKey(lower), headers.all(name));
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

    Kind kind() {
        if (user.startsWith(NODE_PREFIX)) {
            return Kind.NODE;
        }
        boolean isAccount =
                user.startsWith(ServiceAccountNames.PREFIX) && user.split(":", -1).length == 4;
        return isAccount ? Kind.SERVICE_ACCOUNT : Kind.USER;
    }

    String nodeName() {
        return user.substring(NODE_PREFIX.length());
    }

    String accountNamespace() {
        return user.split(":", -1)[2];
    }

    String accountName() {
        return user.split(":", -1)[3];
    }

    /// The identity with the groups that every user of its kind has.
    Identity toIdentity() {
        List<String> all = new ArrayList<>(groups);
        if (kind() == Kind.SERVICE_ACCOUNT && all.isEmpty()) {
            all.addAll(ServiceAccountNames.groups(accountNamespace()));
        }
        boolean isAnonymous = user.equals(Identity.anonymous().name());
        boolean saysWhether =
                all.contains(Identity.UNAUTHENTICATED)
                        || (!isAnonymous && all.contains(Identity.AUTHENTICATED));
        if (!saysWhether) {
            all.add(isAnonymous ? Identity.UNAUTHENTICATED : Identity.AUTHENTICATED);
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

    /// Keys may be percent-encoded; what cannot be decoded is taken as it is.
    private static String extraKey(String header) {
        String key = header.substring(EXTRA_PREFIX.length());
        try {
            return URLDecoder.decode(key.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return key;
        }
    }
}
