package dev.purser.node.launch;

import dev.purser.node.spec.PodSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// The `/etc/hosts` of a pod, in kubelet's form.
final class HostsFile {
    private static final String HEAD =
            """
            # Kubernetes-managed hosts file.
            127.0.0.1\tlocalhost
            ::1\tlocalhost ip6-localhost ip6-loopback
            fe00::0\tip6-localnet
            fe00::0\tip6-mcastprefix
            fe00::1\tip6-allnodes
            fe00::2\tip6-allrouters
            """;

    private HostsFile() {}

    /// @param addresses of the pod
    /// @param nodeHosts the machine's own file, which pods on its network start from
    static String text(PodSpec pod, List<String> addresses, Path nodeHosts) throws IOException {
        StringBuilder text = new StringBuilder();
        if (pod.usesHostNetwork()) {
            text.append("# Kubernetes-managed hosts file (host network).\n");
            text.append(Files.exists(nodeHosts) ? Files.readString(nodeHosts) : "");
        } else {
            text.append(HEAD);
            String names = String.join("\t", names(pod));
            addresses.forEach(each -> text.append(each).append('\t').append(names).append('\n'));
        }
        appendAliases(text, pod.json().path("hostAliases"));
        return text.toString();
    }

    private static List<String> names(PodSpec pod) {
        PodHostname name = PodHostname.of(pod);
        return name.domain().isEmpty()
                ? List.of(name.host())
                : List.of(name.fullName(), name.host());
    }

    private static void appendAliases(StringBuilder text, JsonNode aliases) {
        if (aliases.isEmpty()) {
            return;
        }
        text.append("\n# Entries added by HostAliases.\n");
        for (JsonNode alias : aliases) {
            text.append(alias.path("ip").asString(""));
            alias.path("hostnames").forEach(name -> text.append('\t').append(name.asString("")));
            text.append('\n');
        }
    }
}
