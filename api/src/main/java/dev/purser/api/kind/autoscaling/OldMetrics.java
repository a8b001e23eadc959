package dev.purser.api.kind.autoscaling;

import dev.purser.api.meta.Trees;
import dev.purser.api.quantity.Quantity;
import dev.purser.api.quantity.QuantityFormatException;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Metrics in the form in which v1 carries them in annotations: flat, where v2 has an identifier
/// and a target or current value.
final class OldMetrics {
    private static final List<String> FIELDS =
            List.of("object", "pods", "resource", "containerResource", "external");
    private static final String TYPE = "type";
    private static final String NAME = "name";
    private static final String VALUE = "value";
    private static final String AVERAGE = "averageValue";
    private static final String UTILIZATION = "averageUtilization";
    private static final String SELECTOR = "selector";

    private OldMetrics() {}

    /// Whether a metric states what is wanted or what is.
    enum Side {
        SPEC("target", "target"),
        STATUS("current", "current");

        private final String values;
        private final String prefix;

        Side(String values, String prefix) {
            this.values = values;
            this.prefix = prefix;
        }

        /// The flat name of a value: `targetAverageValue`.
        private String flat(String field) {
            return prefix + Character.toUpperCase(field.charAt(0)) + field.substring(1);
        }
    }

    /// A metric of v2 in the old form.
    static ObjectNode of(JsonNode metric, Side side) {
        ObjectNode old = JsonNodeFactory.instance.objectNode();
        old.put(TYPE, Trees.text(metric, TYPE));
        for (String field : FIELDS) {
            if (metric.path(field).isObject()) {
                old.set(field, ofSource(field, metric.path(field), side));
            }
        }
        return old;
    }

    private static ObjectNode ofSource(String field, JsonNode source, Side side) {
        ObjectNode old = JsonNodeFactory.instance.objectNode();
        JsonNode values = source.path(side.values);
        JsonNode metric = source.path("metric");
        switch (field) {
            case "object" -> {
                old.set("target", reference(source.path("describedObject")));
                old.put("metricName", Trees.text(metric, NAME));
                putAmount(old, side.flat(VALUE), values.path(VALUE));
                copy(metric, SELECTOR, old, SELECTOR);
                copy(values, AVERAGE, old, AVERAGE);
            }
            case "pods" -> {
                old.put("metricName", Trees.text(metric, NAME));
                putAmount(old, side.flat(AVERAGE), values.path(AVERAGE));
                copy(metric, SELECTOR, old, SELECTOR);
            }
            case "external" -> {
                old.put("metricName", Trees.text(metric, NAME));
                copy(metric, SELECTOR, old, "metricSelector");
                putValue(old, side, VALUE, values);
                copy(values, AVERAGE, old, side.flat(AVERAGE));
            }
            default -> {
                old.put(NAME, Trees.text(source, NAME));
                copy(values, UTILIZATION, old, side.flat(UTILIZATION));
                putValue(old, side, AVERAGE, values);
                if (field.equals("containerResource")) {
                    old.put("container", Trees.text(source, "container"));
                }
            }
        }
        return old;
    }

    /// A value that a status always has.
    private static void putValue(ObjectNode old, Side side, String field, JsonNode values) {
        if (side == Side.STATUS) {
            putAmount(old, side.flat(field), values.path(field));
        } else {
            copy(values, field, old, side.flat(field));
        }
    }

    private static void putAmount(ObjectNode old, String field, JsonNode amount) {
        old.put(field, amount.asString("0"));
    }

    private static ObjectNode reference(JsonNode object) {
        ObjectNode old = JsonNodeFactory.instance.objectNode();
        old.put("kind", Trees.text(object, "kind")).put(NAME, Trees.text(object, NAME));
        copy(object, "apiVersion", old, "apiVersion");
        return old;
    }

    private static void copy(JsonNode from, String field, ObjectNode to, String name) {
        if (Trees.has(from, field)) {
            to.set(name, from.path(field).deepCopy());
        }
    }

    /// A metric in the old form as v2 has it.
    ///
    /// @throws QuantityFormatException when an amount makes no sense
    static ObjectNode toNew(JsonNode old, Side side) {
        ObjectNode metric = JsonNodeFactory.instance.objectNode();
        metric.put(TYPE, Trees.text(old, TYPE));
        for (String field : FIELDS) {
            if (old.path(field).isObject()) {
                metric.set(field, toNewSource(field, old.path(field), side));
            }
        }
        return metric;
    }

    private static ObjectNode toNewSource(String field, JsonNode old, Side side) {
        ObjectNode source = JsonNodeFactory.instance.objectNode();
        ObjectNode values = source.putObject(side.values);
        switch (field) {
            case "object" -> {
                source.set("describedObject", reference(old.path("target")));
                identify(old, SELECTOR, source);
                copyAmount(old, AVERAGE, values, AVERAGE);
                String total = amount(old.path(side.flat(VALUE)));
                boolean isTotalMeant =
                        side == Side.STATUS
                                || !values.has(AVERAGE)
                                || !Quantity.parse(total).isZero();
                if (isTotalMeant) {
                    values.put(VALUE, total);
                }
            }
            case "pods" -> {
                identify(old, SELECTOR, source);
                values.put(AVERAGE, amount(old.path(side.flat(AVERAGE))));
            }
            case "external" -> {
                identify(old, "metricSelector", source);
                takeValue(old, side, VALUE, values);
                copyAmount(old, side.flat(AVERAGE), values, AVERAGE);
            }
            default -> {
                source.put(NAME, Trees.text(old, NAME));
                if (field.equals("containerResource")) {
                    source.put("container", Trees.text(old, "container"));
                }
                copy(old, side.flat(UTILIZATION), values, UTILIZATION);
                takeValue(old, side, AVERAGE, values);
            }
        }
        if (side == Side.SPEC) {
            values.put(TYPE, targetType(field, values));
        }
        return source;
    }

    private static String targetType(String field, ObjectNode target) {
        boolean isTotal = field.equals("object") ? !target.has(AVERAGE) : target.has(VALUE);
        if (target.has(UTILIZATION)) {
            return "Utilization";
        }
        return isTotal ? "Value" : "AverageValue";
    }

    private static void identify(JsonNode old, String selector, ObjectNode source) {
        ObjectNode metric = source.putObject("metric");
        metric.put(NAME, Trees.text(old, "metricName"));
        copy(old, selector, metric, SELECTOR);
    }

    private static void takeValue(JsonNode old, Side side, String field, ObjectNode values) {
        if (side == Side.STATUS) {
            values.put(field, amount(old.path(side.flat(field))));
        } else {
            copyAmount(old, side.flat(field), values, field);
        }
    }

    private static void copyAmount(JsonNode from, String field, ObjectNode to, String name) {
        if (Trees.has(from, field)) {
            to.put(name, amount(from.path(field)));
        }
    }

    private static String amount(JsonNode value) {
        return Quantity.parse(value.asString("0")).toString();
    }
}
