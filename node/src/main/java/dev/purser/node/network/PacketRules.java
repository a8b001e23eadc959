package dev.purser.node.network;

import dev.purser.node.host.Commands;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The rules of iptables that the CNI plugins `bridge` and `portmap` make. They take back a pod's
/// own rules when they are told of its end; this is for pods of whose end they were not told, and
/// for the chains that they never take back.
public final class PacketRules {
    private static final Logger LOG = LoggerFactory.getLogger(PacketRules.class);
    private static final Pattern TARGET = Pattern.compile(" -j (CNI-\\S+)");
    private static final String SHARED = "CNI-HOSTPORT-";

    private final Commands commands;

    public PacketRules(Commands commands) {
        this.commands = commands;
    }

    /// Removes the rules of a network's pods.
    ///
    /// @param sandboxes the pods' that are known: of a plugin that was killed there may be a chain
    ///   without a rule, which only its name tells whose it is
    public void removeNetwork(String network, Set<String> sandboxes) throws InterruptedException {
        remove(network, sandboxes, _ -> true);
    }

    /// The sandboxes that a network's rules are for.
    public Set<String> sandboxes(String network) throws InterruptedException {
        Pattern owner =
                Pattern.compile(
                        "name: \\\\\"" + Pattern.quote(network) + "\\\\\" id: \\\\\"(\\w+)\\\\\"");
        Set<String> sandboxes = new LinkedHashSet<>();
        for (String rule : rules(table())) {
            Matcher found = owner.matcher(rule);
            if (found.find()) {
                sandboxes.add(found.group(1));
            }
        }
        return sandboxes;
    }

    /// Removes the rules of some of a network's pods.
    public void removeSandboxes(String network, Set<String> sandboxes) throws InterruptedException {
        remove(network, sandboxes, rule -> sandboxes.stream().anyMatch(rule::contains));
    }

    private void remove(String network, Set<String> sandboxes, Predicate<String> which)
            throws InterruptedException {
        String mark = "name: \\\"" + network + "\\\"";
        List<String> table = table();
        List<String> own =
                rules(table).stream().filter(each -> each.contains(mark)).filter(which).toList();
        Set<String> chains = targets(own);
        own.stream().map(PacketRules::chain).filter(PacketRules::isOfOnePod).forEach(chains::add);
        sandboxes.stream()
                .flatMap(each -> PodChains.of(network, each).stream())
                .filter(each -> table.stream().anyMatch(line -> line.startsWith(":" + each + " ")))
                .forEach(chains::add);
        List<String> jumps = own.stream().filter(each -> !chains.contains(chain(each))).toList();
        remove(jumps, chains);
    }

    /// Removes the chains that all pods' host ports share, unless one is still used.
    public void removeSharedChains() throws InterruptedException {
        List<String> rules = rules(table());
        if (rules.stream().anyMatch(each -> chain(each).equals(SHARED + "DNAT"))) {
            return;
        }
        List<String> jumps =
                rules.stream()
                        .filter(each -> each.contains(" -j " + SHARED))
                        .filter(each -> !chain(each).startsWith(SHARED))
                        .toList();
        Set<String> chains = targets(jumps);
        rules.stream()
                .map(PacketRules::chain)
                .filter(each -> each.startsWith(SHARED))
                .forEach(chains::add);
        remove(jumps, chains);
    }

    /// The table `nat`, as `iptables-save` prints it. Nothing where iptables is missing, since then
    /// no plugin made anything.
    private List<String> table() throws InterruptedException {
        try {
            Commands.Result result = commands.run(List.of("iptables-save", "-t", "nat"), "");
            return result.output().lines().toList();
        } catch (IOException e) {
            LOG.debug("There is no iptables", e);
            return List.of();
        }
    }

    private static List<String> rules(List<String> table) {
        return table.stream().filter(each -> each.startsWith("-A ")).toList();
    }

    private static boolean isOfOnePod(String chain) {
        return chain.startsWith(PodChains.PREFIX) && !chain.startsWith(SHARED);
    }

    private static String chain(String rule) {
        return rule.split(" ", 3)[1];
    }

    /// The chains that rules lead to and that nothing else is in.
    private static Set<String> targets(List<String> rules) {
        Set<String> chains = new LinkedHashSet<>();
        for (String rule : rules) {
            Matcher target = TARGET.matcher(rule);
            if (target.find()) {
                chains.add(target.group(1));
            }
        }
        return chains;
    }

    /// All at once or nothing, as `iptables-restore` does it.
    private void remove(List<String> rules, Set<String> chains) throws InterruptedException {
        if (rules.isEmpty() && chains.isEmpty()) {
            return;
        }
        List<String> lines = new ArrayList<>(List.of("*nat"));
        rules.forEach(each -> lines.add("-D" + each.substring(2)));
        chains.forEach(each -> lines.add("-F " + each));
        chains.forEach(each -> lines.add("-X " + each));
        lines.add("COMMIT\n");
        try {
            Commands.Result result =
                    commands.run(
                            List.of("iptables-restore", "--noflush", "-w", "5"),
                            String.join("\n", lines));
            if (!result.isSuccess()) {
                LOG.warn("Rules of iptables could not be removed: {}", result.output().strip());
            }
        } catch (IOException e) {
            LOG.warn("Rules of iptables could not be removed: {}", e.getMessage());
        }
    }
}
