package dev.purser.server.authn;

import dev.purser.server.request.Identity;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What a credential proved (`authenticator.Response`). Immutable.
///
/// @param audiences for whom the credential is, of those that were asked for; empty for a
///   credential that knows no audiences
/// @param warnings what its user is to be told
/// @param annotations what the audit log is to know, by Kubernetes' names of annotations
public record Authentication(
        Identity identity,
        List<String> audiences,
        List<String> warnings,
        Map<String, String> annotations) {
    public Authentication {
        audiences = List.copyOf(audiences);
        warnings = List.copyOf(warnings);
        annotations = Map.copyOf(annotations);
    }

    public static Authentication of(Identity identity) {
        return new Authentication(identity, List.of(), List.of(), Map.of());
    }

    /// The same for some audiences.
    public Authentication forAudiences(List<String> others) {
        return new Authentication(identity, others, warnings, annotations);
    }

    /// The same with the group of everybody who showed a valid credential, unless the groups
    /// already say whether the user did.
    public Authentication marked() {
        boolean says =
                identity.name().equals(Identity.anonymous().name())
                        || identity.groups().contains(Identity.AUTHENTICATED)
                        || identity.groups().contains(Identity.UNAUTHENTICATED);
        if (says) {
            return this;
        }
        List<String> groups = new ArrayList<>(identity.groups());
        groups.add(Identity.AUTHENTICATED);
        Identity marked = new Identity(identity.name(), identity.uid(), groups, identity.extra());
        return new Authentication(marked, audiences, warnings, annotations);
    }
}
