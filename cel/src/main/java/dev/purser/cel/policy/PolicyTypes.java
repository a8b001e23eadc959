package dev.purser.cel.policy;

import dev.purser.cel.schema.DeclaredType;
import dev.purser.cel.schema.DeclaredType.ListOf;
import dev.purser.cel.schema.DeclaredType.MapOf;
import dev.purser.cel.schema.DeclaredType.ObjectType;
import dev.purser.cel.schema.DeclaredType.Scalar;
import java.util.LinkedHashMap;
import java.util.Map;

/// The types of the variables `request` and `namespaceObject`.
final class PolicyTypes {
    private static final DeclaredType TEXTS = new ListOf(Scalar.STRING, -1);
    private static final DeclaredType TEXT_MAP = new MapOf(Scalar.STRING, -1);

    static final ObjectType REQUEST = request();
    static final ObjectType NAMESPACE = namespace();

    private PolicyTypes() {}

    private static ObjectType request() {
        DeclaredType kind = texts("kubernetes.GroupVersionKind", "group", "version", "kind");
        DeclaredType resource =
                texts("kubernetes.GroupVersionResource", "group", "version", "resource");
        Map<String, DeclaredType> user = new LinkedHashMap<>();
        user.put("username", Scalar.STRING);
        user.put("uid", Scalar.STRING);
        user.put("groups", TEXTS);
        user.put("extra", new MapOf(TEXTS, -1));
        Map<String, DeclaredType> fields = new LinkedHashMap<>();
        fields.put("kind", kind);
        fields.put("resource", resource);
        fields.put("subResource", Scalar.STRING);
        fields.put("requestKind", kind);
        fields.put("requestResource", resource);
        fields.put("requestSubResource", Scalar.STRING);
        fields.put("name", Scalar.STRING);
        fields.put("namespace", Scalar.STRING);
        fields.put("operation", Scalar.STRING);
        fields.put("userInfo", new ObjectType("kubernetes.UserInfo", user, 2));
        fields.put("dryRun", Scalar.BOOL);
        fields.put("options", Scalar.DYN);
        return new ObjectType("kubernetes.AdmissionRequest", fields, 2);
    }

    private static ObjectType texts(String name, String... fields) {
        Map<String, DeclaredType> types = new LinkedHashMap<>();
        for (String field : fields) {
            types.put(field, Scalar.STRING);
        }
        return new ObjectType(name, types, 2);
    }

    private static ObjectType namespace() {
        Map<String, DeclaredType> condition = new LinkedHashMap<>();
        condition.put("status", Scalar.STRING);
        condition.put("type", Scalar.STRING);
        condition.put("lastTransitionTime", Scalar.TIMESTAMP);
        condition.put("message", Scalar.STRING);
        condition.put("reason", Scalar.STRING);
        Map<String, DeclaredType> status = new LinkedHashMap<>();
        status.put(
                "conditions",
                new ListOf(new ObjectType("kubernetes.NamespaceCondition", condition, 2), -1));
        status.put("phase", Scalar.STRING);
        Map<String, DeclaredType> fields = new LinkedHashMap<>();
        fields.put("metadata", metadata());
        fields.put(
                "spec", new ObjectType("kubernetes.NamespaceSpec", Map.of("finalizers", TEXTS), 2));
        fields.put("status", new ObjectType("kubernetes.NamespaceStatus", status, 2));
        return new ObjectType("kubernetes.Namespace", fields, 2);
    }

    private static ObjectType metadata() {
        Map<String, DeclaredType> fields = new LinkedHashMap<>();
        for (String name :
                new String[] {"name", "generateName", "namespace", "UID", "resourceVersion"}) {
            fields.put(name, Scalar.STRING);
        }
        fields.put("labels", TEXT_MAP);
        fields.put("annotations", TEXT_MAP);
        fields.put("creationTimestamp", Scalar.TIMESTAMP);
        fields.put("deletionTimestamp", Scalar.TIMESTAMP);
        fields.put("deletionGracePeriodSeconds", Scalar.INT);
        fields.put("generation", Scalar.INT);
        fields.put("finalizers", TEXTS);
        return new ObjectType("kubernetes.NamespaceMetadata", fields, 2);
    }
}
