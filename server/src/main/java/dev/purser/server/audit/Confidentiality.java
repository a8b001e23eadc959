package dev.purser.server.audit;

import dev.purser.server.request.Attributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What no policy can make the log show: requests about Secrets, tokens and requests for
/// certificates are logged without what they brought, what they were answered, and what expressions
/// of admission policies made of it. Immutable and thread-safe.
final class Confidentiality {
    /// Says on an event that the policy asked for more.
    static final String ANNOTATION = "purser.dev/audit-level-limited";

    static final String HIDDEN = "(hidden)";

    private static final String DENIED = "denied request: ";
    private static final Set<String> CORE = Set.of("secrets", "serviceaccounts/token");
    private static final Set<String> CERTIFICATES =
            Set.of("certificatesigningrequests", "podcertificaterequests");

    /// The domains whose annotations are facts of the server itself; those of other domains are
    /// what somebody's expressions say of the object.
    private static final List<String> FACTS =
            List.of(
                    "authorization.k8s.io/",
                    "authentication.k8s.io/",
                    "authentication.kubernetes.io/",
                    "apiserver.latency.k8s.io/",
                    "pod-security.kubernetes.io/",
                    "audit.k8s.io/",
                    "k8s.io/",
                    "purser.dev/");

    private Confidentiality() {}

    /// Whether bodies of such requests are never logged.
    static boolean covers(Attributes attributes) {
        String resource = attributes.resource();
        return switch (attributes.group()) {
            case "" ->
                    CORE.contains(resource)
                            || CORE.contains(resource + "/" + attributes.subresource());
            case "authentication.k8s.io" -> resource.equals("tokenreviews");
            case "certificates.k8s.io" -> CERTIFICATES.contains(resource);
            default -> resource.startsWith("oauth") || resource.endsWith("secrets");
        };
    }

    /// The annotations of a confidential request, without what might quote its object.
    static Map<String, String> redacted(Map<String, String> annotations) {
        Map<String, String> result = new TreeMap<>(annotations);
        result.replaceAll(
                (key, value) -> FACTS.stream().anyMatch(key::startsWith) ? value : HIDDEN);
        return result;
    }

    /// The status of a confidential request, without the words of admission policies, which may
    /// quote the object.
    static ObjectNode redacted(ObjectNode status) {
        ObjectNode result = status.deepCopy();
        redactMessage(result);
        for (JsonNode cause : result.path("details").path("causes")) {
            if (cause instanceof ObjectNode object) {
                redactMessage(object);
            }
        }
        return result;
    }

    private static void redactMessage(ObjectNode holder) {
        String message = holder.path("message").asString("");
        int denied = message.indexOf(DENIED);
        if (denied >= 0) {
            holder.put("message", message.substring(0, denied + DENIED.length()) + HIDDEN);
        }
    }
}
