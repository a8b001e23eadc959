package dev.purser.api.extension;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.patch.GoText;
import dev.purser.api.status.FieldErrors;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Where a custom resource keeps what its `/scale` shows.
///
/// @param specReplicas a path of names: `.spec.replicas`
/// @param selector empty when there is none
public record ScalePaths(String specReplicas, String statusReplicas, String selector) {

    /// The wanted number of replicas; empty when the object does not say.
    ///
    /// @throws DecodingException with Kubernetes' text when there is something else
    public Optional<Long> wanted(ObjectNode object) throws DecodingException {
        return number(object, specReplicas);
    }

    /// The number of replicas there are.
    public long actual(ObjectNode object) throws DecodingException {
        return number(object, statusReplicas).orElse(0L);
    }

    /// The selector of the replicas; may be empty.
    public String selectorText(ObjectNode object) throws DecodingException {
        if (selector.isEmpty()) {
            return "";
        }
        Optional<JsonNode> value = at(object, names(selector));
        if (value.isPresent() && !value.get().isString()) {
            throw wrong(selector, value.get(), "string");
        }
        return value.map(JsonNode::stringValue).orElse("");
    }

    /// Sets the wanted number of replicas.
    public void setWanted(ObjectNode object, long replicas) {
        List<String> names = names(specReplicas);
        ObjectNode parent = object;
        for (String name : names.subList(0, names.size() - 1)) {
            parent = parent.get(name) instanceof ObjectNode child ? child : parent.putObject(name);
        }
        parent.set(names.getLast(), GoNumbers.read(parent.numberNode(replicas)));
    }

    /// Checks the wanted number.
    public void validateSpec(ObjectNode object, FieldErrors errors) {
        validateCount(object, specReplicas, errors);
    }

    /// Checks the actual number and the selector.
    public void validateStatus(ObjectNode object, FieldErrors errors) {
        validateCount(object, statusReplicas, errors);
        try {
            selectorText(object);
        } catch (DecodingException e) {
            errors.invalid(selector, "", e.getMessage());
        }
    }

    private static void validateCount(ObjectNode object, String path, FieldErrors errors) {
        try {
            long count = number(object, path).orElse(0L);
            if (count < 0) {
                errors.invalid(path, count, "should be a non-negative integer");
            } else if (count > Integer.MAX_VALUE) {
                errors.invalid(path, count, "should be less than or equal to " + Integer.MAX_VALUE);
            }
        } catch (DecodingException e) {
            errors.invalid(path, 0, e.getMessage());
        }
    }

    private static Optional<Long> number(ObjectNode object, String path) throws DecodingException {
        Optional<JsonNode> value = at(object, names(path));
        if (value.isEmpty()) {
            return Optional.empty();
        }
        if (!value.get().isIntegralNumber()) {
            throw wrong(path, value.get(), "int64");
        }
        return Optional.of(value.get().longValue());
    }

    private static Optional<JsonNode> at(ObjectNode object, List<String> names)
            throws DecodingException {
        JsonNode value = object;
        for (int i = 0; i < names.size(); i++) {
            if (value.isNull()) {
                return Optional.empty();
            }
            if (!value.isObject()) {
                throw wrong(
                        "." + String.join(".", names.subList(0, i + 1)),
                        value,
                        "map[string]interface{}");
            }
            JsonNode member = value.get(names.get(i));
            if (member == null) {
                return Optional.empty();
            }
            value = member;
        }
        return Optional.of(value);
    }

    private static DecodingException wrong(String path, JsonNode value, String wanted) {
        String shown =
                value.isNumber() && !value.isIntegralNumber()
                        ? GoNumbers.text(value.doubleValue())
                        : GoText.print(value);
        return new DecodingException(
                "%s accessor error: %s is of the type %s, expected %s"
                        .formatted(
                                path.startsWith(".") ? path : "." + path,
                                shown,
                                goType(value),
                                wanted));
    }

    private static String goType(JsonNode value) {
        return switch (value.getNodeType()) {
            case OBJECT -> "map[string]interface {}";
            case ARRAY -> "[]interface {}";
            case STRING -> "string";
            case NUMBER -> value.isIntegralNumber() ? "int64" : "float64";
            case BOOLEAN -> "bool";
            default -> "<nil>";
        };
    }

    private static List<String> names(String path) {
        String bare = path.startsWith(".") ? path.substring(1) : path;
        return Arrays.asList(bare.split("\\.", -1));
    }
}
