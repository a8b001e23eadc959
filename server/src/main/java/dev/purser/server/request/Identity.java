package dev.purser.server.request;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Who sends a request (`user.Info`). Immutable.
///
/// @param name such as `alice` or `system:serviceaccount:NAMESPACE:NAME`
/// @param uid empty where the credential has none
public record Identity(
        String name, String uid, List<String> groups, Map<String, List<String>> extra) {
    /// The group of everybody who showed a valid credential.
    public static final String AUTHENTICATED = "system:authenticated";

    /// The group of everybody else.
    public static final String UNAUTHENTICATED = "system:unauthenticated";

    /// Who may do everything, always.
    public static final String MASTERS = "system:masters";

    /// The extra that tells which credential was shown, without showing it.
    public static final String CREDENTIAL_ID = "authentication.kubernetes.io/credential-id";

    public Identity {
        groups = List.copyOf(groups);
        extra = Map.copyOf(new TreeMap<>(extra));
    }

    public static Identity of(String name, String... groups) {
        return new Identity(name, "", List.of(groups), Map.of());
    }

    /// Nobody in particular.
    public static Identity anonymous() {
        return of("system:anonymous", UNAUTHENTICATED);
    }
}
