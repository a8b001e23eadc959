package dev.purser.server.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.wire.request.Query;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestTimeoutTests {
    private static void check(String timeout) {
        Query query = Query.parse("timeout=" + timeout);
        RequestTimeout.check(
                query, RequestInfo.parse("GET", "/api/v1/namespaces", query).attributes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0", "5s", "1.5h", "-1m30s", ".5ms"})
    void durationsAreTaken(String timeout) {
        assertThatCode(() -> check(timeout)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "abc, invalid duration \"abc\"",
        "5, missing unit in duration \"5\"",
        "5x, unknown unit \"x\" in duration \"5x\"",
        "s5s, invalid duration \"s5s\"",
    })
    void nonsenseIsRefused(String timeout, String problem) {
        assertThatThrownBy(() -> check(timeout))
                .hasMessage("invalid timeout specified in the request URL - time: " + problem);
    }

    @ParameterizedTest
    @CsvSource({
        "5s, 5000",
        "1m1.5s, 60000",
        ".5s, 500",
        "0, 60000",
        "-5s, 60000",
        "2h, 60000",
        "x, 60000"
    })
    void aRequestTakesNoLongerThanTheServerAllows(String timeout, long millis) {
        assertThat(RequestTimeout.of(Query.parse("timeout=" + timeout), Duration.ofMinutes(1)))
                .isEqualTo(Duration.ofMillis(millis));
    }
}
