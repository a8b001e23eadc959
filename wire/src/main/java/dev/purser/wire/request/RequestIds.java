package dev.purser.wire.request;

import java.util.UUID;
import java.util.random.RandomGenerator;

/// Gives each request an id, by which answers and events of the audit log can be brought together
/// (`Audit-Id`). A client may choose its own. Thread-safe if its random numbers are.
public final class RequestIds {
    public static final String HEADER = "Audit-Id";

    private final RandomGenerator random;

    public RequestIds(RandomGenerator random) {
        this.random = random;
    }

    /// The client's id, whatever it is, else a new one.
    public String idFor(String chosen) {
        return chosen.isEmpty() ? next() : chosen;
    }

    /// A new id (RFC 9562, version 4).
    public String next() {
        long high = (random.nextLong() & ~0xF000L) | 0x4000L;
        long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }
}
