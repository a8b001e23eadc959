package dev.purser.server.authn.token;

import dev.purser.server.request.Identity;
import java.util.List;

/// The user and group names of service accounts.
public final class ServiceAccountNames {
    /// What the user names of all service accounts begin with.
    public static final String PREFIX = "system:serviceaccount:";

    private ServiceAccountNames() {}

    public static String user(String namespace, String name) {
        return PREFIX + namespace + ":" + name;
    }

    /// The groups of a service account: all of them, those of its namespace, everybody known.
    public static List<String> groups(String namespace) {
        return List.of(
                "system:serviceaccounts",
                "system:serviceaccounts:" + namespace,
                Identity.AUTHENTICATED);
    }
}
