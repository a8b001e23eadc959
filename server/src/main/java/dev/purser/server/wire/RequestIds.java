package dev.purser.server.wire;

import java.util.HexFormat;
import java.util.random.RandomGenerator;

/// Gives each request an id, by which answers and logs can be brought together (`Audit-Id`). A
/// client may choose its own. Thread-safe if its random numbers are.
final class RequestIds {
    static final String HEADER = "Audit-Id";

    private static final int LENGTH_MAX = 64;
    private static final int RANDOM_BYTES = 16;

    private final RandomGenerator random;

    RequestIds(RandomGenerator random) {
        this.random = random;
    }

    /// The client's id when it is one, else a new one.
    String idFor(String chosen) {
        if (!chosen.isEmpty() && chosen.length() <= LENGTH_MAX && chosen.matches("[\\w.:-]+")) {
            return chosen;
        }
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
