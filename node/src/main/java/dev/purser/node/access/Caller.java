package dev.purser.node.access;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Who sends a request to the node.
///
/// @param extra what else the authenticator knows, such as the pod that a token belongs to
public record Caller(
        String user, String uid, List<String> groups, Map<String, List<String>> extra) {
    private static final String AUTHENTICATED = "system:authenticated";

    public Caller {
        groups = List.copyOf(groups);
        extra = Map.copyOf(extra);
    }

    /// The caller as one of those whose name is known.
    Caller authenticated() {
        if (groups.contains(AUTHENTICATED)) {
            return this;
        }
        List<String> more = new ArrayList<>(groups);
        more.add(AUTHENTICATED);
        return new Caller(user, uid, more, extra);
    }
}
