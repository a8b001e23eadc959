package dev.purser.app.host;

import java.util.List;

/// A program that the node needs.
///
/// @param name what people call it
/// @param candidates a file name to look for on the PATH, or absolute paths; any one will do
/// @param debianPackage the package of Debian and Ubuntu that has it
public record Requirement(String name, List<String> candidates, String debianPackage) {
    public Requirement {
        candidates = List.copyOf(candidates);
    }

    /// All that a node needs.
    public static List<Requirement> ofNode() {
        return List.of(
                new Requirement("containerd", List.of("containerd"), "containerd"),
                new Requirement("ctr", List.of("ctr"), "containerd"),
                new Requirement("runc", List.of("runc"), "runc"),
                new Requirement(
                        "CNI plugins",
                        List.of(
                                "/usr/lib/cni/bridge",
                                "/opt/cni/bin/bridge",
                                "/usr/libexec/cni/bridge"),
                        "containernetworking-plugins"),
                new Requirement("iptables", List.of("iptables"), "iptables"));
    }
}
