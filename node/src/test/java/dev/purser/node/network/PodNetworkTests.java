package dev.purser.node.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.node.network.PodNetwork.Masquerade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PodNetworkTests {
    private static final Subnet RANGE = Subnet.parse("10.0.0.0/8");

    @TempDir Path directory;

    private static UsedSubnets used(String... ranges) {
        return _ -> List.of(ranges).stream().map(Subnet::parse).toList();
    }

    @Nested
    class Choice {
        @Test
        void isMadeOnceAndKept() throws IOException {
            Subnet first = new PodNetwork(directory).prepare(used(), Masquerade.YES);
            Subnet second = new PodNetwork(directory).prepare(used(), Masquerade.YES);

            assertThat(first).isEqualTo(second);
            assertThat(RANGE.overlaps(first)).isTrue();
            assertThat(first.prefixLength()).isEqualTo(24);
        }

        @Test
        void isMadeAnewWhenSomethingElseTookTheRange() throws IOException {
            Subnet first = new PodNetwork(directory).prepare(used(), Masquerade.YES);
            Subnet second =
                    new PodNetwork(directory).prepare(used(first.toString()), Masquerade.YES);

            assertThat(second.overlaps(first)).isFalse();
        }

        @Test
        void avoidsWhatTheHostUses() throws IOException {
            Subnet only = Subnet.parse("10.120.7.0/24");
            String[] others = {
                "10.88.0.0/13", "10.112.0.0/13", "10.121.0.0/16", "10.122.0.0/15",
                "10.124.0.0/14", "10.120.0.0/22", "10.120.4.0/23", "10.120.6.0/24",
                "10.120.8.0/21", "10.120.16.0/20", "10.120.32.0/19", "10.120.64.0/18",
                "10.120.128.0/17"
            };

            assertThat(new PodNetwork(directory).prepare(used(others), Masquerade.YES))
                    .isEqualTo(only);
        }

        @Test
        void leavesTheAddressesOfServicesAlone() throws IOException {
            Subnet chosen =
                    new PodNetwork(directory)
                            .prepare(used("10.88.0.0/13", "10.112.0.0/13"), Masquerade.YES);

            assertThat(chosen.overlaps(Subnet.parse("10.96.0.0/12"))).isFalse();
        }

        @Test
        void failsWhenNothingIsFree() {
            assertThatThrownBy(() ->
                            new PodNetwork(directory).prepare(used("10.0.0.0/8"), Masquerade.YES))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("No address range is free");
        }

        @Test
        void differsBetweenDirectories() throws IOException {
            Subnet one = new PodNetwork(directory.resolve("one")).prepare(used(), Masquerade.YES);
            Subnet two = new PodNetwork(directory.resolve("two")).prepare(used(), Masquerade.YES);

            assertThat(one).isNotEqualTo(two);
        }
    }

    @Test
    void theBridgesNameFitsAnInterface() {
        String name = new PodNetwork(directory).bridge();

        assertThat(name).startsWith("purser").hasSizeLessThanOrEqualTo(15);
        assertThat(name).isNotEqualTo(new PodNetwork(directory.resolve("other")).bridge());
    }

    @Test
    void theConfigurationNamesBridgeRangeAndDirectory() throws IOException {
        PodNetwork network = new PodNetwork(directory);
        Subnet subnet = network.prepare(used(), Masquerade.NO);

        String text = Files.readString(network.configuration().resolve("10-purser.conflist"));

        assertThat(text)
                .contains(network.bridge())
                .contains(subnet.toString())
                .contains(directory.resolve("addresses").toString())
                .contains("\"ipMasq\" : false")
                .contains("portmap");
    }

    @Nested
    class Subnets {
        @Test
        void hostBitsAreCut() {
            assertThat(Subnet.parse("192.168.7.9/24")).hasToString("192.168.7.0/24");
        }

        @Test
        void overlapIsMutual() {
            Subnet wide = Subnet.parse("10.88.0.0/13");
            Subnet narrow = Subnet.parse("10.95.1.0/24");
            Subnet other = Subnet.parse("10.96.1.0/24");

            assertThat(wide.overlaps(narrow)).isTrue();
            assertThat(narrow.overlaps(wide)).isTrue();
            assertThat(wide.overlaps(other)).isFalse();
            assertThat(Subnet.parse("0.0.0.0/0").overlaps(other)).isTrue();
        }

        @Test
        void otherTextIsRefused() {
            assertThatThrownBy(() -> Subnet.parse("fd00::/8"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Subnet.parse("1.2.3.4/33"))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void theKernelsRoutesAreRead() throws IOException {
        Path routes = directory.resolve("route");
        Files.writeString(
                routes,
                """
                Iface\tDestination\tGateway \tFlags\tRefCnt\tUse\tMetric\tMask\t\tMTU\tWindow\tIRTT
                eth9\t00000000\t010200C0\t0003\t0\t0\t0\t00000000\t0\t0\t0
                eth9\t0000580A\t00000000\t0001\t0\t0\t0\t0000FFFF\t0\t0\t0
                own\t0001600A\t00000000\t0001\t0\t0\t0\t00FFFFFF\t0\t0\t0
                """);

        List<Subnet> used = new HostSubnets(routes).except("own");

        assertThat(used)
                .contains(Subnet.parse("10.88.0.0/16"))
                .doesNotContain(Subnet.parse("10.96.1.0/24"), Subnet.parse("0.0.0.0/0"))
                .contains(Subnet.parse("127.0.0.0/8"));
    }
}
