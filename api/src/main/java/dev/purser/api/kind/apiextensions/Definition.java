package dev.purser.api.kind.apiextensions;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.resource.ResourceNames;
import dev.purser.api.resource.Scope;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// A CustomResourceDefinition, read. A view of its object: changes of that show through.
///
/// @param object the definition as it is kept
public record Definition(KubeObject object) {
    /// What holds a definition until its objects are gone.
    public static final String CLEANUP = "customresourcecleanup.apiextensions.k8s.io";

    public static final String ESTABLISHED = "Established";
    public static final String NAMES_ACCEPTED = "NamesAccepted";
    public static final String TERMINATING = "Terminating";

    private JsonNode spec() {
        return object.json().path("spec");
    }

    private JsonNode status() {
        return object.json().path("status");
    }

    public String name() {
        return object.name();
    }

    public String group() {
        return Trees.text(spec(), "group");
    }

    public Scope scope() {
        return Trees.text(spec(), "scope").equals("Cluster") ? Scope.CLUSTER : Scope.NAMESPACED;
    }

    /// The names that were wished for.
    public Names wishedNames() {
        return new Names(spec().path("names"));
    }

    /// The names under which the resource is served.
    public Names acceptedNames() {
        return new Names(status().path("acceptedNames"));
    }

    public GroupResource resource() {
        return new GroupResource(group(), acceptedNames().plural());
    }

    public List<Version> versions() {
        return Trees.items(spec(), "versions").stream().map(Version::new).toList();
    }

    public Optional<Version> storageVersion() {
        return versions().stream().filter(Version::isStorage).findFirst();
    }

    /// Whether fields that no schema knows are kept, which only old definitions may ask for.
    public boolean preservesUnknownFields() {
        return spec().path("preserveUnknownFields").asBoolean(false);
    }

    public boolean isBeingDeleted() {
        return object.deletionTimestamp().isPresent();
    }

    public boolean holdsObjects() {
        return Trees.texts(object.metadata(), "finalizers").contains(CLEANUP);
    }

    /// Whether a condition is there and true.
    public boolean is(String condition) {
        return condition(condition).filter(found -> hasStatus(found, "True")).isPresent();
    }

    private static boolean hasStatus(JsonNode condition, String status) {
        return Trees.text(condition, "status").equals(status);
    }

    /// The condition of a type.
    public Optional<ObjectNode> condition(String type) {
        return Trees.items(status(), "conditions").stream()
                .filter(condition -> Trees.text(condition, "type").equals(type))
                .findFirst();
    }

    /// The names of a resource.
    ///
    /// @param json shared, not to be changed
    public record Names(JsonNode json) {
        public String plural() {
            return Trees.text(json, "plural");
        }

        public String singular() {
            return Trees.text(json, "singular");
        }

        public String kind() {
            return Trees.text(json, "kind");
        }

        public String listKind() {
            return Trees.text(json, "listKind");
        }

        public List<String> shortNames() {
            return Trees.texts(json, "shortNames");
        }

        public List<String> categories() {
            return Trees.texts(json, "categories");
        }

        /// The names as discovery has them.
        public ResourceNames forDiscovery() {
            return new ResourceNames(plural(), singular(), shortNames(), categories());
        }
    }

    /// One version of the resource.
    ///
    /// @param json shared, not to be changed
    public record Version(ObjectNode json) {
        public String name() {
            return Trees.text(json, "name");
        }

        public boolean isServed() {
            return json.path("served").asBoolean(false);
        }

        public boolean isStorage() {
            return json.path("storage").asBoolean(false);
        }

        public boolean isDeprecated() {
            return json.path("deprecated").asBoolean(false);
        }

        /// What requests are told of a deprecated version; empty for the usual text.
        public Optional<String> deprecationWarning() {
            return Optional.of(json.path("deprecationWarning"))
                    .filter(JsonNode::isString)
                    .map(JsonNode::stringValue);
        }

        /// The schema of the objects; empty when there is none.
        public Optional<ObjectNode> schema() {
            return Trees.object(json.path("schema"), "openAPIV3Schema");
        }

        public boolean hasStatus() {
            return Trees.has(json.path("subresources"), "status");
        }

        /// The scale subresource; empty when there is none.
        public Optional<ObjectNode> scale() {
            return Trees.object(json.path("subresources"), "scale");
        }

        public JsonNode printerColumns() {
            return json.path("additionalPrinterColumns");
        }

        /// The paths of the fields that selectors may name.
        public List<String> selectableFields() {
            return Trees.items(json, "selectableFields").stream()
                    .map(field -> Trees.text(field, "jsonPath"))
                    .toList();
        }
    }

    /// A condition without its times.
    public static ObjectNode condition(String type, String status, String reason, String message) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", type)
                .put("status", status)
                .put("reason", reason)
                .put("message", message);
    }
}
