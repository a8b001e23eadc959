package dev.purser.node.launch;

import com.google.protobuf.ByteString;
import dev.purser.node.cri.PodIdentity;
import dev.purser.node.cri.PodLabels;
import dev.purser.node.environment.ConfigErrorException;
import dev.purser.node.environment.Environment;
import dev.purser.node.environment.Expansion;
import dev.purser.node.environment.Variable;
import dev.purser.node.spec.ContainerSpec;
import dev.purser.node.volume.PodVolumes;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import runtime.v1.CriV1.ContainerConfig;
import runtime.v1.CriV1.ContainerMetadata;
import runtime.v1.CriV1.ImageSpec;
import runtime.v1.CriV1.KeyValue;
import runtime.v1.CriV1.LinuxContainerConfig;
import runtime.v1.CriV1.Mount;
import tools.jackson.databind.JsonNode;

/// Makes the configurations of containers, with the files they mount. Thread-safe.
public final class ContainerConfigs {
    private static final String HOSTS = "/etc/hosts";

    private final HostSettings host;
    private final ContainerFiles files;
    private final ContainerMounts mounts;
    private final SecretSlots slots;
    private final LinuxResources resources;

    public ContainerConfigs(
            HostSettings host,
            ContainerFiles files,
            PodVolumes volumes,
            SecretSlots slots,
            LinuxResources resources) {
        this.host = host;
        this.resources = resources;
        this.files = files;
        this.slots = slots;
        this.mounts = new ContainerMounts(volumes);
    }

    /// @throws ConfigErrorException when the container cannot be made as its pod wants it
    /// @throws IOException when a file of the pod cannot be written
    public ContainerConfig of(Launch launch) throws ConfigErrorException, IOException {
        ContainerSpec container = launch.container();
        Security.checkNonRoot(launch.pod(), container, launch.image());
        JsonNode json = container.json();
        files.createLogDirectory(launch.pod(), container.name());
        Environment environment =
                slots.hide(launch.environment(), launch.pod().identity().uid(), container.name());
        Path messageFile = files.createTerminationMessage(container.name(), launch.podDirectory());
        return ContainerConfig.newBuilder()
                .setMetadata(
                        ContainerMetadata.newBuilder()
                                .setName(container.name())
                                .setAttempt(launch.attempt()))
                .setImage(
                        ImageSpec.newBuilder()
                                .setImage(launch.image().id())
                                .setUserSpecifiedImage(container.image()))
                .addAllCommand(expanded(container.strings("command"), environment))
                .addAllArgs(expanded(container.strings("args"), environment))
                .setWorkingDir(json.path("workingDir").asString(""))
                .addAllEnvs(environment.variables().stream().map(this::variable).toList())
                .addAllMounts(mounts.of(launch))
                .addAllMounts(hosts(launch))
                .addMounts(mount(messageFile, container.terminationMessagePath()))
                .putAllLabels(labels(launch))
                .putAllAnnotations(ContainerAnnotations.of(launch, messageFile.toString()))
                .setLogPath(HostSettings.logPath(container.name(), launch.attempt()))
                .setStdin(json.path("stdin").asBoolean(false))
                .setStdinOnce(json.path("stdinOnce").asBoolean(false))
                .setTty(json.path("tty").asBoolean(false))
                .setLinux(linux(launch))
                .build();
    }

    /// Forgets the secret values of a pod that has no process any more.
    public void forget(String podUid) throws IOException {
        slots.forget(podUid);
    }

    /// The pod's hosts file, unless the container mounts one itself.
    private List<Mount> hosts(Launch launch) throws IOException {
        boolean hasOwn =
                launch.container()
                        .json()
                        .path("volumeMounts")
                        .valueStream()
                        .anyMatch(each -> each.path("mountPath").asString("").equals(HOSTS));
        if (hasOwn || (launch.addresses().isEmpty() && !launch.pod().usesHostNetwork())) {
            return List.of();
        }
        Path hosts = files.writeHosts(launch.pod(), launch.addresses(), launch.podDirectory());
        return List.of(mount(hosts, HOSTS));
    }

    private static Mount mount(Path path, String containerPath) {
        return Mount.newBuilder()
                .setHostPath(path.toString())
                .setContainerPath(containerPath)
                .build();
    }

    private static List<String> expanded(List<String> words, Environment environment) {
        return words.stream().map(word -> Expansion.expand(word, environment::value)).toList();
    }

    private KeyValue variable(Variable variable) {
        return KeyValue.newBuilder()
                .setKey(variable.name())
                .setValue(ByteString.copyFromUtf8(variable.value()))
                .build();
    }

    private static Map<String, String> labels(Launch launch) {
        PodIdentity pod = launch.pod().identity();
        return Map.of(
                PodLabels.POD_NAME, pod.name(),
                PodLabels.POD_NAMESPACE, pod.namespace(),
                PodLabels.POD_UID, pod.uid(),
                PodLabels.CONTAINER_NAME, launch.container().name());
    }

    private LinuxContainerConfig linux(Launch launch) {
        return LinuxContainerConfig.newBuilder()
                .setResources(resources.of(launch.pod(), launch.container()))
                .setSecurityContext(
                        Security.container(launch.pod(), launch.container(), launch.image(), host))
                .build();
    }
}
