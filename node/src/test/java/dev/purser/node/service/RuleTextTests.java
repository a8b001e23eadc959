package dev.purser.node.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.node.host.Commands;
import dev.purser.node.network.Subnet;
import dev.purser.node.service.PodBridge.Answers;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class RuleTextTests {
    private static final Entrance ADDRESS = new Entrance.Address("10.96.0.9", 80);

    private static String lines(Answers answers, Route... routes) {
        Subnet subnet = Subnet.parse("10.88.0.0/24");
        return new RuleText(new PodBridge("purser01234567", subnet, answers))
                .lines(List.of(routes));
    }

    private static Route route(Entrance entrance, OptionalInt affinity, String... addresses) {
        List<Backend> backends = new ArrayList<>();
        for (String each : addresses) {
            backends.add(new Backend(each, 8080));
        }
        return new Route("tcp", entrance, backends, affinity);
    }

    @Test
    void sharesConnectionsEvenly() {
        String lines =
                lines(
                        Answers.PASS_THE_RULES,
                        route(ADDRESS, OptionalInt.empty(), "10.88.0.2", "10.88.0.3", "10.88.0.4"));
        assertThat(lines)
                .contains(
                        "-A PURSER-01234567-SVC -d 10.96.0.9/32 -p tcp -m tcp --dport 80 -m statistic"
                                + " --mode random --probability 0.3333333333 -j DNAT --to-destination"
                                + " 10.88.0.2:8080\n",
                        "--probability 0.5000000000 -j DNAT --to-destination 10.88.0.3:8080\n",
                        "--dport 80 -j DNAT --to-destination 10.88.0.4:8080\n",
                        "-A PURSER-01234567-MASQ -s 10.88.0.2/32 -d 10.88.0.2/32 -j MASQUERADE\n")
                .doesNotContain("--ctstate DNAT -j MASQUERADE");
    }

    @Test
    void hidesPodsFromEachOtherWhereAnswersWouldBeLost() {
        assertThat(lines(Answers.MISS_THE_RULES))
                .contains(
                        "-s 10.88.0.0/24 -d 10.88.0.0/24 -m conntrack --ctstate DNAT -j MASQUERADE");
    }

    @Test
    void refusesWithoutBackends() {
        assertThat(lines(Answers.PASS_THE_RULES, route(ADDRESS, OptionalInt.empty())))
                .contains(
                        "-A PURSER-01234567-REF -d 10.96.0.9/32 -p tcp -m tcp --dport 80 -j REJECT\n")
                .doesNotContain("-j DNAT");
    }

    @Test
    void remembersClientsForAWhile() {
        assertThat(lines(Answers.PASS_THE_RULES, route(ADDRESS, OptionalInt.of(60), "10.88.0.2")))
                .containsPattern("-m recent --name \\S+ --rcheck --seconds 60 --reap -j DNAT")
                .containsPattern("-m recent --name \\S+ --set -j DNAT");
    }

    @Test
    void letsNothingOfLoopbackInButWhatHasARoute() {
        assertThat(lines(Answers.PASS_THE_RULES, route(ADDRESS, OptionalInt.empty(), "127.0.0.1")))
                .contains(
                        "-A PURSER-01234567-GUARD -d 127.0.0.0/8 -j DROP\n",
                        "-A PURSER-01234567-IN -d 127.0.0.1/32 -p tcp -m tcp --dport 8080 -m"
                                + " conntrack --ctstate DNAT -j ACCEPT\n");
    }

    @Test
    void namesNoChainThatIsTooLong() {
        assertThat(new Chains("purser01234567").jumps())
                .allSatisfy(jump -> assertThat(jump.chain()).hasSizeLessThanOrEqualTo(28));
    }

    @Test
    void addsOnlyJumpsThatAreMissing() throws IOException, InterruptedException {
        List<String> ran = new ArrayList<>();
        ServiceRules rules =
                new ServiceRules(
                        "purser01234567",
                        (words, _) -> {
                            ran.add(String.join(" ", words));
                            boolean missing = words.contains("-C") && words.contains("raw");
                            return new Commands.Result(missing ? 1 : 0, "");
                        });
        rules.reach();
        assertThat(ran)
                .filteredOn(each -> each.contains(" -I ") || each.contains(" -A "))
                .containsExactly(
                        "iptables -w 10 -t raw -I PREROUTING -i purser01234567 -j PURSER-01234567-GUARD");
    }
}
