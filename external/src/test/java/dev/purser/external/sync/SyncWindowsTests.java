package dev.purser.external.sync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class SyncWindowsTests {
    private static boolean allow(String kind, String schedule, String duration, String moment) {
        return new SyncWindows(
                        JsonMapper.shared()
                                .readTree(
                                        "{\"kind\":\"%s\",\"windows\":[{\"schedule\":\"%s\",\"duration\":\"%s\"}]}"
                                                .formatted(kind, schedule, duration)))
                .allow(Instant.parse(moment));
    }

    /// 2026-01-01 is a Thursday.
    @ParameterizedTest
    @CsvSource({
        "0 22 * * 1-5, 8h, 2026-01-01T21:59:59Z, false",
        "0 22 * * 1-5, 8h, 2026-01-01T22:00:00Z, true",
        "0 22 * * 1-5, 8h, 2026-01-02T06:00:00Z, true",
        "0 22 * * 1-5, 8h, 2026-01-02T06:00:01Z, false",
        "0 22 * * mon-wed, 8h, 2026-01-01T23:00:00Z, false",
        "*/15 9-17 * * *, 5m, 2026-01-01T09:34:00Z, true",
        "*/15 9-17 * * *, 2m, 2026-01-01T09:34:00Z, false",
        "'0 0 1 jan,feb *', 24h, 2026-01-01T12:00:00Z, true",
        "0 0 2 * sun, 24h, 2026-01-04T12:00:00Z, true",
        "@daily, 1h, 2026-01-01T00:30:00Z, true",
        "@daily, 1h, 2026-01-01T01:30:00Z, false",
        "0 0 1 1 *, 8784h, 2026-12-31T00:00:00Z, true",
        "@every 1h, 2h, 2026-01-01T01:30:00Z, true",
        "@every 2h, 1h, 2026-01-01T01:30:00Z, false",
        "no schedule, 1h, 2026-01-01T01:30:00Z, false",
        "99 * * * *, 1h, 2026-01-01T01:30:00Z, false",
    })
    void windowIsOpen(String schedule, String duration, String moment, boolean open) {
        assertThat(allow("allow", schedule, duration, moment)).isEqualTo(open);
        assertThat(allow("deny", schedule, duration, moment)).isEqualTo(!open);
    }

    @Test
    void withoutWindowsAllIsAllowed() {
        assertThat(
                        new SyncWindows(JsonMapper.shared().readTree("{\"kind\":\"allow\"}"))
                                .allow(Instant.EPOCH))
                .isTrue();
    }
}
