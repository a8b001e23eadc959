package dev.purser.controllers.deployment;

import tools.jackson.databind.JsonNode;

/// A number or a percentage of a whole (`intstr.IntOrString`).
final class Share {
    private Share() {}

    /// Which way a fraction goes.
    enum Rounding {
        UP,
        DOWN
    }

    /// The number; zero for what is neither a number nor a percentage.
    static int of(JsonNode value, int whole, Rounding rounding) {
        if (value.isNumber()) {
            return value.asInt();
        }
        String text = value.asString("");
        if (!text.matches("\\d{1,9}%")) {
            return 0;
        }
        long hundredths = Long.parseLong(text.substring(0, text.length() - 1)) * whole;
        return Math.toIntExact(
                switch (rounding) {
                    case UP -> Math.ceilDiv(hundredths, 100L);
                    case DOWN -> Math.floorDiv(hundredths, 100L);
                });
    }
}
