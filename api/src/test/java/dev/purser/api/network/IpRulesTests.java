package dev.purser.api.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpRulesTests {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.1,10.0.0.1",
        "010.000.00.1,10.0.0.1",
        "::ffff:1.2.3.4,1.2.3.4",
        "2001:DB8:0:0:1:0:0:1,2001:db8::1:0:0:1",
        "::,::",
        "1::,1::",
        "::1:2:3:4:5:6:7,0:1:2:3:4:5:6:7"
    })
    void readsAddressesLeniently(String text, String canonical) {
        assertThat(IpAddress.parse(text)).map(IpAddress::toString).contains(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1.2.3",
                "1.2.3.256",
                "1.2.3.4.5",
                "::1::",
                "1:2:3",
                "g::",
                "a.b.c.d",
                ":1::"
            })
    void refusesWhatIsNone(String text) {
        assertThat(IpAddress.parse(text)).isEmpty();
    }

    @Test
    void complainsOfOddSpellings() {
        assertThat(IpRules.errors("010.0.0.1")).containsExactly("must not have leading 0s");
        assertThat(IpRules.errors("::ffff:1.2.3.4"))
                .containsExactly("must not be an IPv4-mapped IPv6 address");
        assertThat(IpRules.errors("FE80::1")).isEmpty();
        assertThat(IpRules.warnings("FE80::1", "x"))
                .isEqualTo(
                        List.of(
                                "x: IPv6 address \"FE80::1\" should be in RFC 5952 canonical format"
                                        + " (\"fe80::1\")"));
    }

    @Test
    void networksContainWhatHasTheirPrefix() {
        IpNetwork network = IpNetwork.parse("10.96.0.0/16").orElseThrow();

        assertThat(network.contains(IpAddress.parse("10.96.255.255").orElseThrow())).isTrue();
        assertThat(network.contains(IpAddress.parse("10.97.0.0").orElseThrow())).isFalse();
        assertThat(network.last()).hasToString("10.96.255.255");
        assertThat(IpNetwork.parse("10.96.1.0/16").orElseThrow().isMasked()).isFalse();
        assertThat(IpNetwork.parse("10.96.1.0/33")).isEmpty();
    }
}
