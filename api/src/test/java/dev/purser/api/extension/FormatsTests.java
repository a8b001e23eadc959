package dev.purser.api.extension;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTests {
    @ParameterizedTest
    @CsvSource({
        "date, 2020-02-29, 2021-02-29",
        "date-time, 2020-01-01T00:00:00Z, 2020-01-01",
        "ipv4, 010.1.1.1, 1.1.1",
        "ipv6, ::1, 1.1.1.1",
        "cidr, 10.0.0.0/8, 10.0.0.0/33",
        "uuid, 123e4567-e89b-12d3-a456-426614174000, 123",
        "hostname, host.name, -a",
        "email, a@b.c, a",
        "duration, 1h30m, later",
        "mac, 01:02:03:04:05:06, 01:02",
        "byte, aGk=, a-",
        "isbn10, 0321751043, 0321751044",
        "isbn13, 978-0321751041, 978-0321751042",
        "creditcard, 4111 1111 1111 1111, 4111 1111 1111 1112",
        "hexcolor, '#fff', '#ff'",
        "k8s-short-name, a-b, A",
        "k8s-long-name, a.b, a..b"
    })
    void tellsRightFromWrong(String format, String right, String wrong) {
        assertThat(Formats.isSupported(format)).isTrue();
        assertThat(Formats.matches(format, right)).isTrue();
        assertThat(Formats.matches(format, wrong)).isFalse();
    }
}
