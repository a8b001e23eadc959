package dev.purser.api.extension;

import dev.purser.api.status.FieldErrors;
import tools.jackson.databind.JsonNode;

/// What evaluates the rules that a schema states in CEL (`x-kubernetes-validations`). Implemented
/// beside this module, which knows nothing of expressions. Thread-safe.
public interface RuleEngine {
    /// Checks the rules of a schema that is structurally right.
    ///
    /// @param path of the schema: `spec.versions[0].schema.openAPIV3Schema`
    void check(JsonSchema schema, String path, FieldErrors errors);

    /// Prepares the rules of a schema.
    Rules compile(JsonSchema schema);

    /// The rules of one schema. Thread-safe.
    interface Rules {
        /// Whether there are none.
        boolean isEmpty();

        /// Evaluates the rules on an object.
        ///
        /// @param old the object that it replaces; a missing node for a new one
        void validate(JsonNode object, JsonNode old, FieldErrors errors);
    }

    /// An engine that knows no rules.
    RuleEngine NONE =
            new RuleEngine() {
                @Override
                public void check(JsonSchema schema, String path, FieldErrors errors) {}

                @Override
                public Rules compile(JsonSchema schema) {
                    return new Rules() {
                        @Override
                        public boolean isEmpty() {
                            return true;
                        }

                        @Override
                        public void validate(JsonNode object, JsonNode old, FieldErrors errors) {}
                    };
                }
            };
}
