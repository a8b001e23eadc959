package dev.purser.node.network;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.node.host.Commands;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PacketRulesTests {
    private static final String OWN_RULES =
            """
            -A POSTROUTING -s 10.88.0.2/32 -m comment --comment "name: \\"purser01\\" id: \\"s1\\"" -j CNI-aa
            -A CNI-HOSTPORT-DNAT -p tcp -m comment --comment "dnat name: \\"purser01\\" id: \\"s1\\"" -m multiport --dports 80 -j CNI-DN-aa
            -A CNI-aa -d 10.88.0.0/24 -m comment --comment "name: \\"purser01\\" id: \\"s1\\"" -j ACCEPT
            """;

    private static final String SHARED_RULES =
            """
            -A PREROUTING -m addrtype --dst-type LOCAL -j CNI-HOSTPORT-DNAT
            -A CNI-DN-aa -p tcp -j DNAT --to-destination 10.88.0.2:80
            -A CNI-HOSTPORT-MASQ -m mark --mark 0x2000/0x2000 -j MASQUERADE
            """;

    private static final String OTHERS =
            """
            -A CNI-HOSTPORT-DNAT -p tcp -m comment --comment "dnat name: \\"purser02\\" id: \\"s2\\"" -j CNI-DN-bb
            -A POSTROUTING -s 10.99.0.2/32 -m comment --comment "name: \\"purser02\\" id: \\"s2\\"" -j CNI-bb
            """;

    private static final String WAY_OUT = "CNI-d16b701c57fbc0c163db637e";
    private static final String PORTS = "CNI-DN-d16b701c57fbc0c163db6";

    private final List<String> restored = new ArrayList<>();

    private PacketRules rules(String saved) {
        return new PacketRules((words, input) -> {
            if (words.getFirst().equals("iptables-save")) {
                return new Commands.Result(0, "*nat\n:PREROUTING ACCEPT\n" + saved);
            }
            restored.add(input);
            return new Commands.Result(0, "");
        });
    }

    @Test
    void removesTheRulesAndChainsOfOneNetwork() throws InterruptedException {
        rules(OWN_RULES + SHARED_RULES + OTHERS).removeNetwork("purser01", Set.of());

        assertThat(restored)
                .containsExactly(
                        """
                        *nat
                        -D POSTROUTING -s 10.88.0.2/32 -m comment --comment "name: \\"purser01\\" id: \\"s1\\"" -j CNI-aa
                        -D CNI-HOSTPORT-DNAT -p tcp -m comment --comment "dnat name: \\"purser01\\" id: \\"s1\\"" -m multiport --dports 80 -j CNI-DN-aa
                        -F CNI-aa
                        -F CNI-DN-aa
                        -X CNI-aa
                        -X CNI-DN-aa
                        COMMIT
                        """);
    }

    /// What is left when the plugin `bridge` is killed between two of its calls.
    @Test
    void removesChainsThatNothingLeadsTo() throws InterruptedException {
        rules(
                        """
                        :CNI-bb - [0:0]
                        -A CNI-bb -d 10.88.0.0/24 -m comment --comment "name: \\"purser01\\" id: \\"s1\\"" -j ACCEPT
                        """)
                .removeSandboxes("purser01", Set.of("s1"));

        assertThat(restored)
                .containsExactly(
                        """
                        *nat
                        -F CNI-bb
                        -X CNI-bb
                        COMMIT
                        """);
    }

    /// The names are those that the plugins gave a sandbox of a network called `net`.
    @Test
    void removesChainsWithoutRulesByTheirNames() throws InterruptedException {
        String chains = ":%s - [0:0]\n:%s - [0:0]\n:CNI-0123456789abcdef01234567 - [0:0]\n";
        rules(chains.formatted(WAY_OUT, PORTS)).removeNetwork("net", Set.of("sandbox", "other"));

        assertThat(restored)
                .containsExactly(
                        """
                        *nat
                        -F %1$s
                        -F %2$s
                        -X %1$s
                        -X %2$s
                        COMMIT
                        """
                                .formatted(WAY_OUT, PORTS));
    }

    @Test
    void areForSandboxes() throws InterruptedException {
        assertThat(rules(OWN_RULES + SHARED_RULES + OTHERS).sandboxes("purser01"))
                .containsExactly("s1");
    }

    @Test
    void leavesAnotherNetworkAlone() throws InterruptedException {
        rules(OWN_RULES + SHARED_RULES).removeNetwork("purser02", Set.of());

        assertThat(restored).isEmpty();
    }

    @Test
    void removesSharedChainsThatNobodyUses() throws InterruptedException {
        rules(SHARED_RULES).removeSharedChains();

        assertThat(restored)
                .containsExactly(
                        """
                        *nat
                        -D PREROUTING -m addrtype --dst-type LOCAL -j CNI-HOSTPORT-DNAT
                        -F CNI-HOSTPORT-DNAT
                        -F CNI-HOSTPORT-MASQ
                        -X CNI-HOSTPORT-DNAT
                        -X CNI-HOSTPORT-MASQ
                        COMMIT
                        """);
    }

    @Test
    void leavesSharedChainsThatOthersUse() throws InterruptedException {
        rules(SHARED_RULES + OTHERS).removeSharedChains();

        assertThat(restored).isEmpty();
    }
}
