package dev.purser.api.extension;

import dev.purser.api.status.FieldError;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// One way in which a value breaks its schema.
sealed interface Problem {
    /// Where, as the validator names it: `spec.ports[1].name`; the root is empty.
    String place();

    /// The validator's own sentence, by which equal problems are found.
    String message();

    /// What `field.Error` says of it, behind the field.
    String detail();

    FieldError.Type type();

    /// A member that must be there is not.
    record Missing(String place, String message) implements Problem {
        @Override
        public String detail() {
            return "Required value";
        }

        @Override
        public FieldError.Type type() {
            return FieldError.Type.REQUIRED;
        }
    }

    /// A value that is not one of a few.
    record NotListed(String place, String message, JsonNode value, List<JsonNode> listed)
            implements Problem {
        @Override
        public String detail() {
            String values =
                    listed.stream()
                            .map(item -> item.isString() ? item.stringValue() : item.toString())
                            .map(Problem::quoted)
                            .collect(Collectors.joining(", "));
            return "Unsupported value: %s: supported values: %s"
                    .formatted(GoNumbers.shown(value), values);
        }

        @Override
        public FieldError.Type type() {
            return FieldError.Type.NOT_SUPPORTED;
        }
    }

    /// A text with too many characters.
    record TooLong(String place, String message, long max) implements Problem {
        @Override
        public String detail() {
            return "Too long: may not be more than %d %s"
                    .formatted(max, max == 1 ? "byte" : "bytes");
        }

        @Override
        public FieldError.Type type() {
            return FieldError.Type.TOO_LONG;
        }
    }

    /// A list or object with too many members.
    record TooMany(String place, String message, long actual, long max) implements Problem {
        @Override
        public String detail() {
            return "Too many: %d: must have at most %d %s"
                    .formatted(actual, max, max == 1 ? "item" : "items");
        }

        @Override
        public FieldError.Type type() {
            return FieldError.Type.TOO_MANY;
        }
    }

    /// A value of the wrong type.
    ///
    /// @param found the name of the type that it has
    record WrongType(String place, String message, String found) implements Problem {
        @Override
        public String detail() {
            return "Invalid value: %s: %s".formatted(quoted(found), message);
        }

        @Override
        public FieldError.Type type() {
            return FieldError.Type.TYPE_INVALID;
        }
    }

    /// A value that breaks another rule.
    ///
    /// @param shown the value as errors show it
    record Broken(String place, String message, String shown) implements Problem {
        @Override
        public String detail() {
            return "Invalid value: %s: %s".formatted(shown, message);
        }

        @Override
        public FieldError.Type type() {
            return FieldError.Type.INVALID;
        }
    }

    private static String quoted(String text) {
        return JsonNodeFactory.instance.stringNode(text).toString();
    }
}
