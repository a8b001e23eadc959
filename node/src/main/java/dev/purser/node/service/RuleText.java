package dev.purser.node.service;

import dev.purser.node.service.Entrance.Address;
import dev.purser.node.service.Entrance.NodePort;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Writes the rules of all routes.
///
/// Each chain is written anew as a whole: `iptables-restore` swaps a table at once, so that no
/// packet sees half of a change, and connections that exist stay with their endpoint.
final class RuleText {
    private final PodBridge bridge;
    private final Chains chains;

    RuleText(PodBridge bridge) {
        this.bridge = bridge;
        this.chains = new Chains(bridge.name());
    }

    /// All chains with their rules, for `iptables-restore`.
    String lines(List<Route> routes) {
        List<String> services = new ArrayList<>();
        List<String> nodePorts = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        Set<String> masqueraded = new LinkedHashSet<>();
        Set<String> admitted = new LinkedHashSet<>();
        for (Route route : routes) {
            boolean isNodePort = route.entrance() instanceof NodePort;
            List<String> target = isNodePort ? nodePorts : services;
            String chain = chains.of(isNodePort ? Chains.NODE_PORTS : Chains.SERVICES);
            if (route.backends().isEmpty() && !isNodePort) {
                refused.add("-A " + chains.of(Chains.REFUSED) + match(route) + " -j REJECT");
            }
            target.addAll(toBackends(chain, route));
            for (Backend backend : route.backends()) {
                if (backend.address().startsWith("127.")) {
                    admitted.add(admission(route, backend));
                } else if (bridge.subnet().contains(backend.address())) {
                    masqueraded.add(hairpin(backend));
                }
            }
        }
        return text(services, nodePorts, refused, masqueraded, admitted);
    }

    private String text(
            List<String> services,
            List<String> nodePorts,
            List<String> refused,
            Set<String> masqueraded,
            Set<String> admitted) {
        List<String> lines = new ArrayList<>();
        lines.addAll(List.of("*raw", declared(Chains.GUARD)));
        lines.add("-A " + chains.of(Chains.GUARD) + " -d 127.0.0.0/8 -j DROP");
        lines.addAll(List.of("COMMIT", "*nat"));
        lines.addAll(
                List.of(
                        declared(Chains.SERVICES),
                        declared(Chains.NODE_PORTS),
                        declared(Chains.MASQUERADE)));
        lines.addAll(services);
        lines.addAll(nodePorts);
        lines.addAll(masqueraded);
        lines.addAll(sourceRules());
        lines.addAll(List.of("COMMIT", "*filter"));
        lines.addAll(
                List.of(
                        declared(Chains.REFUSED),
                        declared(Chains.FORWARD),
                        declared(Chains.INPUT)));
        lines.addAll(refused);
        lines.addAll(forwardRules());
        lines.addAll(admitted);
        lines.add("COMMIT");
        return String.join("\n", lines) + "\n";
    }

    private String declared(String suffix) {
        return ":" + chains.of(suffix) + " - [0:0]";
    }

    /// Whoever comes first takes its share; what is left goes to the next.
    private static List<String> toBackends(String chain, Route route) {
        List<String> rules = new ArrayList<>();
        String start = "-A " + chain + match(route);
        int count = route.backends().size();
        route.affinity()
                .ifPresent(seconds -> {
                    for (Backend backend : route.backends()) {
                        rules.add(
                                start
                                        + " -m recent --name "
                                        + memory(chain, route, backend)
                                        + " --rcheck --seconds "
                                        + seconds
                                        + " --reap"
                                        + target(backend));
                    }
                });
        for (int n = 0; n < count; n++) {
            Backend backend = route.backends().get(n);
            String share =
                    n == count - 1
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    " -m statistic --mode random --probability %.10f",
                                    1.0 / (count - n));
            String remembered =
                    route.affinity().isPresent()
                            ? " -m recent --name " + memory(chain, route, backend) + " --set"
                            : "";
            rules.add(start + share + remembered + target(backend));
        }
        return rules;
    }

    private static String match(Route route) {
        String port =
                " -p %s -m %1$s --dport %d".formatted(route.protocol(), route.entrance().port());
        return switch (route.entrance()) {
            case Address(String address, int _) -> " -d " + address + "/32" + port;
            case NodePort(int _) -> port;
        };
    }

    private static String target(Backend backend) {
        return " -j DNAT --to-destination " + backend;
    }

    /// A name for what the kernel remembers of clients.
    private static String memory(String chain, Route route, Backend backend) {
        String all = chain + match(route) + backend;
        return chain.substring(0, chain.lastIndexOf('-'))
                + "-"
                + Integer.toHexString(all.hashCode());
    }

    /// A pod that reaches itself would answer itself directly.
    private String hairpin(Backend backend) {
        return "-A %s -s %s/32 -d %2$s/32 -j MASQUERADE"
                .formatted(chains.of(Chains.MASQUERADE), backend.address());
    }

    private List<String> sourceRules() {
        List<String> rules = new ArrayList<>();
        String chain = "-A " + chains.of(Chains.MASQUERADE);
        rules.add(chain + " -s 127.0.0.0/8 -o " + bridge.name() + " -j MASQUERADE");
        if (bridge.answers() == PodBridge.Answers.MISS_THE_RULES) {
            rules.add(
                    chain
                            + " -s %s -d %1$s -m conntrack --ctstate DNAT -j MASQUERADE"
                                    .formatted(bridge.subnet()));
        }
        return rules;
    }

    private List<String> forwardRules() {
        String chain = "-A " + chains.of(Chains.FORWARD);
        return List.of(
                chain + " -i " + bridge.name() + " -j ACCEPT",
                chain
                        + " -o "
                        + bridge.name()
                        + " -m conntrack --ctstate RELATED,ESTABLISHED,DNAT -j ACCEPT");
    }

    /// What listens on loopback is reached by pods through a route alone.
    private String admission(Route route, Backend backend) {
        return "-A %s -d %s/32 -p %s -m %3$s --dport %d -m conntrack --ctstate DNAT -j ACCEPT"
                .formatted(
                        chains.of(Chains.INPUT),
                        backend.address(),
                        route.protocol(),
                        backend.port());
    }
}
