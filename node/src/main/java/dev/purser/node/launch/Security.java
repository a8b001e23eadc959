package dev.purser.node.launch;

import dev.purser.node.cri.CriImages.Image;
import dev.purser.node.environment.ConfigErrorException;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.spec.PodSpec;
import java.util.List;
import java.util.stream.Stream;
import runtime.v1.CriV1.Capability;
import runtime.v1.CriV1.Int64Value;
import runtime.v1.CriV1.LinuxContainerSecurityContext;
import runtime.v1.CriV1.LinuxSandboxSecurityContext;
import runtime.v1.CriV1.NamespaceMode;
import runtime.v1.CriV1.NamespaceOption;
import runtime.v1.CriV1.SELinuxOption;
import runtime.v1.CriV1.SecurityProfile;
import runtime.v1.CriV1.SupplementalGroupsPolicy;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/// The `securityContext` of pods and containers in the runtime's terms. A field of the container
/// overrides the pod's.
final class Security {
    /// What runc hides in `/proc` and `/sys`; containers with `procMount: Default` get these.
    private static final List<String> MASKED_PATHS =
            List.of(
                    "/proc/asound",
                    "/proc/acpi",
                    "/proc/interrupts",
                    "/proc/kcore",
                    "/proc/keys",
                    "/proc/latency_stats",
                    "/proc/timer_list",
                    "/proc/timer_stats",
                    "/proc/sched_debug",
                    "/proc/scsi",
                    "/sys/firmware",
                    "/sys/devices/virtual/powercap");

    private static final List<String> READ_ONLY_PATHS =
            List.of("/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

    private Security() {}

    static LinuxSandboxSecurityContext sandbox(PodSpec pod, HostSettings host) {
        var result =
                LinuxSandboxSecurityContext.newBuilder()
                        .setNamespaceOptions(namespaces(pod))
                        .setPrivileged(
                                pod.allContainers().stream().anyMatch(Security::isPrivileged))
                        // Whatever the pod's own, its sandbox needs no more than this.
                        .setSeccomp(runtimeDefault())
                        .setSupplementalGroupsPolicy(groupsPolicy(pod))
                        .addAllSupplementalGroups(groups(pod));
        JsonNode selinux = pod.security().path("seLinuxOptions");
        if (selinux.isObject()) {
            result.setSelinuxOptions(selinux(selinux));
        }
        if (pod.security().path("runAsUser").isNumber()) {
            result.setRunAsUser(number(pod.security().path("runAsUser")));
        }
        if (pod.security().path("runAsGroup").isNumber()) {
            // The runtime takes a group only together with a user.
            result.setRunAsGroup(number(pod.security().path("runAsGroup")));
            if (!result.hasRunAsUser()) {
                result.setRunAsUser(Int64Value.getDefaultInstance());
            }
        }
        return result.build();
    }

    static LinuxContainerSecurityContext container(
            PodSpec pod, ContainerSpec container, Image image, HostSettings host) {
        JsonNode own = container.json().path("securityContext");
        boolean privileged = isPrivileged(container);
        var result =
                LinuxContainerSecurityContext.newBuilder()
                        .setPrivileged(privileged)
                        .setNamespaceOptions(namespaces(pod))
                        .setReadonlyRootfs(own.path("readOnlyRootFilesystem").asBoolean(false))
                        .setNoNewPrivs(forbidsEscalation(own))
                        .addAllSupplementalGroups(groups(pod))
                        .setSupplementalGroupsPolicy(groupsPolicy(pod))
                        .setSeccomp(profile(either(own, pod.security(), "seccompProfile"), host))
                        .setCapabilities(capabilities(own.path("capabilities")));
        if (!privileged && !own.path("procMount").asString("").equals("Unmasked")) {
            result.addAllMaskedPaths(MASKED_PATHS).addAllReadonlyPaths(READ_ONLY_PATHS);
        }
        JsonNode selinux = either(own, pod.security(), "seLinuxOptions");
        if (selinux.isObject()) {
            result.setSelinuxOptions(selinux(selinux));
        }
        JsonNode appArmor = either(own, pod.security(), "appArmorProfile");
        if (appArmor.isObject()) {
            setAppArmor(result, appArmor);
        }
        setUser(result, pod, own, image);
        return result.build();
    }

    /// In the form of now, and in that of runtimes before containerd 1.7.
    @SuppressWarnings("deprecation")
    private static void setAppArmor(
            LinuxContainerSecurityContext.Builder result, JsonNode profile) {
        String local = profile.path("localhostProfile").asString("");
        switch (profile.path("type").asString("")) {
            case "RuntimeDefault" ->
                    result.setApparmor(runtimeDefault()).setApparmorProfile("runtime/default");
            case "Localhost" ->
                    result.setApparmor(
                                    SecurityProfile.newBuilder()
                                            .setProfileType(SecurityProfile.ProfileType.Localhost)
                                            .setLocalhostRef(local))
                            .setApparmorProfile("localhost/" + local);
            default -> result.setApparmor(unconfined()).setApparmorProfile("unconfined");
        }
    }

    private static void setUser(
            LinuxContainerSecurityContext.Builder result, PodSpec pod, JsonNode own, Image image) {
        JsonNode user = either(own, pod.security(), "runAsUser");
        if (user.isNumber()) {
            result.setRunAsUser(number(user));
        } else if (image.uid() != null) {
            result.setRunAsUser(Int64Value.newBuilder().setValue(image.uid()));
        } else {
            result.setRunAsUsername(image.username());
        }
        JsonNode group = either(own, pod.security(), "runAsGroup");
        if (group.isNumber()) {
            result.setRunAsGroup(number(group));
        }
    }

    /// Refuses a container that must not run as root and would.
    ///
    /// @throws ConfigErrorException with kubelet's texts
    static void checkNonRoot(PodSpec pod, ContainerSpec container, Image image)
            throws ConfigErrorException {
        JsonNode own = container.json().path("securityContext");
        if (!either(own, pod.security(), "runAsNonRoot").asBoolean(false)) {
            return;
        }
        String who =
                "(pod: \"%s\", container: %s)"
                        .formatted(pod.identity().display(), container.name());
        JsonNode user = either(own, pod.security(), "runAsUser");
        if (user.isNumber()) {
            if (user.asLong() == 0) {
                throw new ConfigErrorException(
                        "container's runAsUser breaks non-root policy " + who);
            }
        } else if (image.uid() == null && !image.username().isEmpty()) {
            throw new ConfigErrorException(
                    "container has runAsNonRoot and image has non-numeric user (%s), cannot verify user is non-root %s"
                            .formatted(image.username(), who));
        } else if (image.uid() == null || image.uid() == 0) {
            throw new ConfigErrorException(
                    "container has runAsNonRoot and image will run as root " + who);
        }
    }

    private static NamespaceOption namespaces(PodSpec pod) {
        JsonNode spec = pod.json();
        boolean shared = spec.path("shareProcessNamespace").asBoolean(false);
        NamespaceMode pid = shared ? NamespaceMode.POD : NamespaceMode.CONTAINER;
        return NamespaceOption.newBuilder()
                .setNetwork(pod.usesHostNetwork() ? NamespaceMode.NODE : NamespaceMode.POD)
                .setIpc(
                        spec.path("hostIPC").asBoolean(false)
                                ? NamespaceMode.NODE
                                : NamespaceMode.POD)
                .setPid(spec.path("hostPID").asBoolean(false) ? NamespaceMode.NODE : pid)
                .build();
    }

    private static boolean isPrivileged(ContainerSpec container) {
        return container.json().path("securityContext").path("privileged").asBoolean(false);
    }

    private static boolean forbidsEscalation(JsonNode own) {
        return own.has("allowPrivilegeEscalation")
                && !own.path("allowPrivilegeEscalation").asBoolean(true);
    }

    private static Capability capabilities(JsonNode capabilities) {
        return Capability.newBuilder()
                .addAllAddCapabilities(strings(capabilities.path("add")))
                .addAllDropCapabilities(strings(capabilities.path("drop")))
                .build();
    }

    private static SecurityProfile profile(JsonNode profile, HostSettings host) {
        return switch (profile.path("type").asString("")) {
            case "RuntimeDefault" -> runtimeDefault();
            case "Localhost" ->
                    SecurityProfile.newBuilder()
                            .setProfileType(SecurityProfile.ProfileType.Localhost)
                            .setLocalhostRef(
                                    host.seccompProfiles()
                                            .resolve(profile.path("localhostProfile").asString(""))
                                            .toString())
                            .build();
            case "Unconfined" -> unconfined();
            default ->
                    switch (host.seccomp()) {
                        case RUNTIME_DEFAULT -> runtimeDefault();
                        case UNCONFINED -> unconfined();
                    };
        };
    }

    private static SecurityProfile runtimeDefault() {
        return SecurityProfile.newBuilder()
                .setProfileType(SecurityProfile.ProfileType.RuntimeDefault)
                .build();
    }

    private static SecurityProfile unconfined() {
        return SecurityProfile.newBuilder()
                .setProfileType(SecurityProfile.ProfileType.Unconfined)
                .build();
    }

    /// Whether the groups that the image's user has there count too.
    private static SupplementalGroupsPolicy groupsPolicy(PodSpec pod) {
        return pod.security().path("supplementalGroupsPolicy").asString("").equals("Strict")
                ? SupplementalGroupsPolicy.Strict
                : SupplementalGroupsPolicy.Merge;
    }

    private static SELinuxOption selinux(JsonNode options) {
        return SELinuxOption.newBuilder()
                .setUser(options.path("user").asString(""))
                .setRole(options.path("role").asString(""))
                .setType(options.path("type").asString(""))
                .setLevel(options.path("level").asString(""))
                .build();
    }

    private static List<Long> groups(PodSpec pod) {
        JsonNode security = pod.security();
        Stream<JsonNode> own =
                security.path("fsGroup").isNumber()
                        ? Stream.of(security.path("fsGroup"))
                        : Stream.empty();
        return Stream.concat(own, security.path("supplementalGroups").valueStream())
                .map(JsonNode::asLong)
                .toList();
    }

    private static JsonNode either(JsonNode own, JsonNode pods, String field) {
        if (own.hasNonNull(field)) {
            return own.path(field);
        }
        return pods.hasNonNull(field) ? pods.path(field) : MissingNode.getInstance();
    }

    private static List<String> strings(JsonNode list) {
        return list.valueStream().map(each -> each.asString("")).toList();
    }

    private static Int64Value number(JsonNode node) {
        return Int64Value.newBuilder().setValue(node.asLong()).build();
    }
}
