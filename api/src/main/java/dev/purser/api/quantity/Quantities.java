package dev.purser.api.quantity;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Maps of quantities in the trees of objects: requests, limits, capacities.
public final class Quantities {
    private static final int MILLI_DIGITS = 3;

    private Quantities() {}

    /// The amount under a name; nothing when there is none.
    public static Quantity get(JsonNode amounts, String name) {
        return Quantity.parse(amounts.path(name).asString("0"));
    }

    /// Whether an amount has a fraction of a unit.
    public static boolean isFractional(Quantity quantity) {
        return quantity.amount().remainder(BigDecimal.ONE).signum() != 0;
    }

    /// Rounds all amounts up to thousandths, the finest that Kubernetes keeps
    /// (`SetDefaults_ResourceList`).
    public static void roundUp(JsonNode amounts) {
        if (!(amounts instanceof ObjectNode map)) {
            return;
        }
        for (Map.Entry<String, JsonNode> amount : map.properties()) {
            Quantity quantity = Quantity.parse(amount.getValue().asString("0"));
            if (quantity.amount().stripTrailingZeros().scale() > MILLI_DIGITS) {
                BigDecimal up = quantity.amount().setScale(MILLI_DIGITS, RoundingMode.UP);
                long millis = up.movePointRight(MILLI_DIGITS).longValueExact();
                map.put(amount.getKey(), Quantity.ofMillis(millis).toString());
            }
        }
    }

    /// Rounds the requests and limits in the `resources` of a container or claim.
    public static void roundUpResources(JsonNode owner) {
        roundUp(owner.path("resources").path("limits"));
        roundUp(owner.path("resources").path("requests"));
    }
}
