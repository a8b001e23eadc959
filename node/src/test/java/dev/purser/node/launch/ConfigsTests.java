package dev.purser.node.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.node.cgroup.CgroupTree;
import dev.purser.node.cri.CriImages.Image;
import dev.purser.node.environment.ConfigErrorException;
import dev.purser.node.environment.Environment;
import dev.purser.node.environment.Variable;
import dev.purser.node.settings.KubeletConfiguration;
import dev.purser.node.settings.PodSettings.Seccomp;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.volume.PodVolumes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import runtime.v1.CriV1.ContainerConfig;
import runtime.v1.CriV1.LinuxContainerResources;
import runtime.v1.CriV1.Mount;
import runtime.v1.CriV1.NamespaceMode;
import runtime.v1.CriV1.PodSandboxConfig;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ConfigsTests {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    @TempDir Path directory;
    private HostSettings host;

    @BeforeEach
    void writeHostFiles() throws IOException {
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost\n");
        Path resolver =
                Files.writeString(
                        directory.resolve("resolv.conf"),
                        "# by hand\nsearch a.example b.example\nnameserver 10.0.0.53\n"
                                + "options ndots:1 rotate\n");
        host =
                new HostSettings(
                        directory.resolve("logs"),
                        "/purser1",
                        "vm",
                        hosts,
                        resolver,
                        Path.of("/seccomp"),
                        1000L << 20,
                        Seccomp.UNCONFINED,
                        KubeletConfiguration.defaults().dns());
    }

    private static PodSpec pod(String spec) {
        KubeObject pod = KubeObject.named(new GroupVersionKind("", "v1", "Pod"), "ns", "web");
        pod.metadata().put("uid", "u1");
        pod.json().set("spec", (ObjectNode) JSON.readTree(spec.replace('\'', '"')));
        return new PodSpec(pod);
    }

    private PodSandboxConfig sandbox(String spec) throws IOException {
        return new SandboxConfigs(host).of(pod(spec), 2);
    }

    private ContainerConfig container(String spec) throws ConfigErrorException, IOException {
        return container(spec, image(null, ""));
    }

    private static Image image(@Nullable Long uid, String user) {
        return new Image("sha256:1", List.of(), List.of(), 1, uid, user);
    }

    private ContainerConfig container(String spec, Image image)
            throws ConfigErrorException, IOException {
        return container(spec, image, new Environment(List.of(Variable.plain("A", "1"))));
    }

    private ContainerConfig container(String spec, Image image, Environment environment)
            throws ConfigErrorException, IOException {
        PodSpec pod = pod(spec);
        ContainerFiles files = new ContainerFiles(host, RandomGenerator.getDefault());
        return new ContainerConfigs(
                        host,
                        files,
                        new Volumes(),
                        new SecretSlots(
                                directory.resolve("slots"),
                                SecretSlots.Filling.DONE,
                                RandomGenerator.getDefault()),
                        new LinuxResources(
                                host.memoryBytes(),
                                KubeletConfiguration.defaults().pods(),
                                CgroupTree.Version.V1))
                .of(
                        new Launch(
                                pod,
                                pod.mainContainers().getFirst(),
                                1,
                                image,
                                environment,
                                List.of("10.1.0.2"),
                                Map.of("v", Path.of("/volumes/v")),
                                directory.resolve("pod")));
    }

    private final class Volumes implements PodVolumes {
        @Override
        public Map<String, Path> prepare(KubeObject pod) {
            return Map.of();
        }

        @Override
        public Path subPath(SubPathMount mount) {
            return Path.of("/volumes", mount.volume(), mount.subPath());
        }

        @Override
        public void tearDown(String podUid) {}

        @Override
        public Set<String> podUids() {
            return Set.of();
        }

        @Override
        public Path podDirectory(String podUid) {
            return directory;
        }
    }

    @Nested
    class Sandboxes {
        @Test
        void areNamedAndLabelledAsKubeletDoes() throws IOException {
            PodSandboxConfig config = sandbox("{'containers':[{'name':'c'}]}");

            assertThat(config.getMetadata().getAttempt()).isEqualTo(2);
            assertThat(config.getHostname()).isEqualTo("web");
            assertThat(config.getLogDirectory()).endsWith("/logs/ns_web_u1");
            assertThat(config.getLabelsMap())
                    .containsEntry("io.kubernetes.pod.name", "web")
                    .containsEntry("io.kubernetes.pod.namespace", "ns")
                    .containsEntry("io.kubernetes.pod.uid", "u1");
            assertThat(config.getLinux().getCgroupParent()).isEqualTo("/purser1/besteffort/podu1");
        }

        @Test
        void resolveNamesAsTheMachineDoes() throws IOException {
            var dns = sandbox("{'dnsPolicy':'ClusterFirst'}").getDnsConfig();

            assertThat(dns.getServersList()).containsExactly("10.0.0.53");
            assertThat(dns.getSearchesList()).containsExactly("a.example", "b.example");
            assertThat(dns.getOptionsList()).containsExactly("ndots:1", "rotate");
        }

        @Test
        void resolveNamesAsThePodSays() throws IOException {
            var dns =
                    sandbox(
                                    "{'dnsPolicy':'None','dnsConfig':{'nameservers':['10.9.8.7'],"
                                            + "'searches':['a.example'],'options':[{'name':'ndots',"
                                            + "'value':'2'},{'name':'edns0'}]}}")
                            .getDnsConfig();

            assertThat(dns.getServersList()).containsExactly("10.9.8.7");
            assertThat(dns.getSearchesList()).containsExactly("a.example");
            assertThat(dns.getOptionsList()).containsExactly("ndots:2", "edns0");
        }

        @Test
        void optionsOfThePodReplaceTheMachines() throws IOException {
            var dns =
                    sandbox("{'dnsConfig':{'options':[{'name':'ndots','value':'5'}]}}")
                            .getDnsConfig();

            assertThat(dns.getOptionsList()).containsExactly("ndots:5", "rotate");
        }

        @Test
        void onTheHostsNetworkHaveNoHostname() throws IOException {
            PodSandboxConfig config = sandbox("{'hostNetwork':true}");

            assertThat(config.getHostname()).isEmpty();
            assertThat(config.getLinux().getSecurityContext().getNamespaceOptions().getNetwork())
                    .isEqualTo(NamespaceMode.NODE);
        }

        @Test
        void mapOnlyHostPorts() throws IOException {
            PodSandboxConfig config =
                    sandbox(
                            "{'containers':[{'name':'c','ports':[{'containerPort':80},"
                                    + "{'containerPort':81,'hostPort':8081,'protocol':'UDP'}]}]}");

            assertThat(config.getPortMappingsList())
                    .singleElement()
                    .matches(port -> port.getHostPort() == 8081 && port.getContainerPort() == 81);
        }

        @Test
        void haveNoLongerHostnameThanLinuxTakes() throws IOException {
            String name = "a".repeat(62) + "-b";

            assertThat(sandbox("{'hostname':'" + name + "'}").getHostname())
                    .isEqualTo("a".repeat(62));
        }

        @Test
        void mayHaveTheirFullNameAsHostname() throws IOException {
            String names = "'hostname':'h','subdomain':'s','setHostnameAsFQDN':true";

            assertThat(sandbox("{" + names + "}").getHostname())
                    .isEqualTo("h.s.ns.svc.cluster.local");
            String full = "h." + "s".repeat(45) + ".ns.svc.cluster.local";
            assertThatThrownBy(() ->
                            sandbox(
                                    "{'hostname':'h','subdomain':'%s','setHostnameAsFQDN':true}"
                                            .formatted("s".repeat(45))))
                    .hasMessage(
                            "failed to construct FQDN from pod hostname and cluster domain, FQDN %s is too long (64 characters is the max, 68 characters requested)"
                                    .formatted(full));
        }

        @Test
        void mayOverrideTheirHostname() throws IOException {
            assertThat(sandbox("{'hostnameOverride':'db.example','subdomain':'s'}").getHostname())
                    .isEqualTo("db.example");
        }

        @Test
        void areConfinedWhateverTheirContainersAre() throws IOException {
            assertThat(
                            sandbox("{'securityContext':{'seccompProfile':{'type':'Unconfined'}}}")
                                    .getLinux()
                                    .getSecurityContext()
                                    .getSeccomp()
                                    .getProfileType()
                                    .name())
                    .isEqualTo("RuntimeDefault");
        }

        @Test
        void tellWhatTheyTakeAndWhatTheirContainersMay() throws IOException {
            var linux =
                    sandbox(
                                    "{'overhead':{'cpu':'250m','memory':'120Mi'},'containers':["
                                            + "{'name':'a','resources':{'limits':{'cpu':'1','memory':'1Mi'}}},"
                                            + "{'name':'b','resources':{'limits':{'cpu':'1','memory':'2Mi'}}}]}")
                            .getLinux();

            assertThat(linux.getOverhead().getCpuQuota()).isEqualTo(25_000);
            assertThat(linux.getOverhead().getMemoryLimitInBytes()).isEqualTo(120 << 20);
            assertThat(linux.getResources().getCpuQuota()).isEqualTo(200_000);
            assertThat(linux.getResources().getMemoryLimitInBytes()).isEqualTo(3 << 20);
        }
    }

    @Nested
    class Containers {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "'recursiveReadOnly':'Enabled','readOnly':true | not supported by the runtime",
                    "'recursiveReadOnly':'Enabled' | not read-only",
                    "'recursiveReadOnly':'IfPossible','readOnly':true,'mountPropagation':'HostToContainer'"
                            + " | not compatible with propagation \"HostToContainer\"",
                })
        void cannotBeRecursivelyReadOnly(String fields, String why) {
            assertThatThrownBy(() ->
                            container(
                                    "{'containers':[{'name':'c','volumeMounts':[{'name':'v','mountPath':'/v',%s}]}]}"
                                            .formatted(fields)))
                    .hasMessage(
                            "failed to resolve recursive read-only mode: volume \"v\" requested recursive read-only mode, but it is "
                                    + why);
        }

        @Test
        void mayMountTheirOwnHostsFile() throws Exception {
            ContainerConfig config =
                    container(
                            "{'containers':[{'name':'c','volumeMounts':[{'name':'v','mountPath':'/etc/hosts'}]}]}");

            assertThat(config.getMountsList())
                    .filteredOn(each -> each.getContainerPath().equals("/etc/hosts"))
                    .singleElement()
                    .matches(each -> each.getHostPath().equals("/volumes/v"));
        }

        @Test
        void tellWhoseGroupsCount() throws Exception {
            assertThat(
                            container(
                                            "{'securityContext':{'supplementalGroupsPolicy':'Strict'},'containers':[{'name':'c'}]}")
                                    .getLinux()
                                    .getSecurityContext()
                                    .getSupplementalGroupsPolicy()
                                    .name())
                    .isEqualTo("Strict");
        }

        @Test
        void expandCommandsAndCarryTheEnvironment() throws Exception {
            ContainerConfig config =
                    container(
                            "{'containers':[{'name':'c','image':'i','command':['sh','$(A)'],"
                                    + "'args':['$$(A)','$(B)'],'workingDir':'/w'}]}");

            assertThat(config.getCommandList()).containsExactly("sh", "1");
            assertThat(config.getArgsList()).containsExactly("$(A)", "$(B)");
            assertThat(config.getWorkingDir()).isEqualTo("/w");
            assertThat(config.getEnvsList())
                    .singleElement()
                    .matches(env -> env.getKey().equals("A"));
            assertThat(config.getLogPath()).isEqualTo("c/1.log");
            assertThat(config.getLabelsMap()).containsEntry("io.kubernetes.container.name", "c");
            assertThat(config.getAnnotationsMap())
                    .containsEntry("io.kubernetes.container.restartCount", "1");
        }

        @Test
        void mountVolumesHostsAndTheMessageFile() throws Exception {
            ContainerConfig config =
                    container(
                            "{'containers':[{'name':'c','volumeMounts':[{'name':'v',"
                                    + "'mountPath':'/v','readOnly':true},{'name':'v',"
                                    + "'mountPath':'w','subPathExpr':'x/$(A)'}]}]}");

            assertThat(config.getMountsList())
                    .extracting(Mount::getContainerPath)
                    .containsExactly("/v", "/w", "/etc/hosts", "/dev/termination-log");
            assertThat(config.getMounts(0).getReadonly()).isTrue();
            assertThat(config.getMounts(1).getHostPath()).isEqualTo("/volumes/v/x/1");
            assertThat(Path.of(config.getMounts(3).getHostPath())).isEmptyFile();
            assertThat(Files.readString(Path.of(config.getMounts(2).getHostPath())))
                    .startsWith("# Kubernetes-managed hosts file.\n127.0.0.1\tlocalhost\n")
                    .endsWith("fe00::2\tip6-allrouters\n10.1.0.2\tweb\n");
        }

        @ParameterizedTest
        @CsvSource({
            "configMap,true",
            "secret,true",
            "projected,true",
            "downwardAPI,true",
            "emptyDir,false",
            "hostPath,false"
        })
        void mayNotWriteWhatTheNodeWrites(String kind, boolean isReadOnly) throws Exception {
            ContainerConfig config =
                    container(
                            "{'volumes':[{'name':'v','%s':{}}],'containers':[{'name':'c','volumeMounts':[{'name':'v','mountPath':'/v'},{'name':'v','mountPath':'/w','subPath':'x'}]}]}"
                                    .formatted(kind));
            assertThat(config.getMounts(0).getReadonly()).isEqualTo(isReadOnly);
            assertThat(config.getMounts(1).getReadonly()).isEqualTo(isReadOnly);
        }

        @Test
        void secretsGoPastTheRuntime() throws Exception {
            ContainerConfig config =
                    container(
                            "{'containers':[{'name':'c','command':['run','--with=$(S)','$(A)']}]}",
                            image(null, ""),
                            new Environment(
                                    List.of(
                                            Variable.plain("A", "1"),
                                            new Variable("S", "hunter2", true))));
            assertThat(config.toString()).doesNotContain("hunter2").contains("purser-slot-");
            assertThat(config.getCommandList())
                    .startsWith("run", "--with=" + config.getEnvs(1).getValue().toStringUtf8())
                    .endsWith("1");
        }

        @Test
        void anUnknownVariableInASubPathIsAnError() {
            assertThatThrownBy(() ->
                            container(
                                    "{'containers':[{'name':'c','volumeMounts':[{"
                                            + "'name':'v','mountPath':'/v',"
                                            + "'subPathExpr':'$(NOPE)'}]}]}"))
                    .isInstanceOf(ConfigErrorException.class)
                    .hasMessage("missing value for NOPE");
            assertThatThrownBy(() ->
                            container(
                                    "{'containers':[{'name':'c','volumeMounts':[{"
                                            + "'name':'v','mountPath':'/v',"
                                            + "'subPathExpr':'$(EMPTY)'}]}]}",
                                    image(null, ""),
                                    new Environment(List.of(Variable.plain("EMPTY", "")))))
                    .isInstanceOf(ConfigErrorException.class)
                    .hasMessage("missing value for EMPTY");
        }

        @Test
        void hostsHaveAliasesAndSubdomains() throws Exception {
            ContainerConfig config =
                    container(
                            "{'hostname':'h1','subdomain':'sub','hostAliases':[{'ip':'10.1.2.3',"
                                    + "'hostnames':['foo','bar.example']}],"
                                    + "'containers':[{'name':'c'}]}");

            assertThat(Files.readString(Path.of(config.getMounts(0).getHostPath())))
                    .endsWith(
                            "10.1.0.2\th1.sub.ns.svc.cluster.local\th1\n\n"
                                    + "# Entries added by HostAliases.\n"
                                    + "10.1.2.3\tfoo\tbar.example\n");
        }

        @Test
        void onTheHostsNetworkHaveItsHosts() throws Exception {
            ContainerConfig config = container("{'hostNetwork':true,'containers':[{'name':'c'}]}");

            assertThat(Files.readString(Path.of(config.getMounts(0).getHostPath())))
                    .isEqualTo(
                            "# Kubernetes-managed hosts file (host network).\n"
                                    + "127.0.0.1 localhost\n");
        }
    }

    @Nested
    class Resources {
        private LinuxContainerResources resources(String resources) throws Exception {
            return container("{'containers':[{'name':'c','resources':" + resources + "}]}")
                    .getLinux()
                    .getResources();
        }

        @Test
        void ofABestEffortPod() throws Exception {
            LinuxContainerResources result = resources("{}");

            assertThat(result.getCpuShares()).isEqualTo(2);
            assertThat(result.getCpuQuota()).isZero();
            assertThat(result.getOomScoreAdj()).isEqualTo(1000);
        }

        @Test
        void ofAGuaranteedPod() throws Exception {
            String amounts = "{'cpu':'100m','memory':'32Mi'}";
            LinuxContainerResources result =
                    resources("{'limits':" + amounts + ",'requests':" + amounts + "}");

            assertThat(result.getCpuShares()).isEqualTo(102);
            assertThat(result.getCpuQuota()).isEqualTo(10_000);
            assertThat(result.getCpuPeriod()).isEqualTo(100_000);
            assertThat(result.getMemoryLimitInBytes()).isEqualTo(32 << 20);
            assertThat(result.getOomScoreAdj()).isEqualTo(-997);
        }

        @Test
        void ofABurstablePodDependOnItsShareOfTheNode() throws Exception {
            assertThat(resources("{'requests':{'memory':'250Mi'}}").getOomScoreAdj())
                    .isEqualTo(750);
            assertThat(resources("{'requests':{'memory':'1'}}").getOomScoreAdj()).isEqualTo(999);
        }
    }

    @Nested
    class SecurityContexts {
        @Test
        void ofTheContainerOverrideThePods() throws Exception {
            var security =
                    container(
                                    "{'securityContext':{'runAsUser':1,'runAsGroup':2,"
                                            + "'fsGroup':3,'supplementalGroups':[4]},"
                                            + "'containers':[{'name':'c','securityContext':{"
                                            + "'runAsUser':9,'readOnlyRootFilesystem':true,"
                                            + "'allowPrivilegeEscalation':false,'capabilities':"
                                            + "{'drop':['ALL'],'add':['NET_ADMIN']}}}]}")
                            .getLinux()
                            .getSecurityContext();

            assertThat(security.getRunAsUser().getValue()).isEqualTo(9);
            assertThat(security.getRunAsGroup().getValue()).isEqualTo(2);
            assertThat(security.getSupplementalGroupsList()).containsExactly(3L, 4L);
            assertThat(security.getReadonlyRootfs()).isTrue();
            assertThat(security.getNoNewPrivs()).isTrue();
            assertThat(security.getCapabilities().getDropCapabilitiesList()).containsExactly("ALL");
            assertThat(security.getMaskedPathsList()).contains("/proc/kcore");
        }

        @Test
        void ofAPrivilegedContainerMaskNothing() throws Exception {
            var security =
                    container(
                                    "{'containers':[{'name':'c','securityContext':"
                                            + "{'privileged':true}}]}")
                            .getLinux()
                            .getSecurityContext();

            assertThat(security.getPrivileged()).isTrue();
            assertThat(security.getMaskedPathsList()).isEmpty();
        }

        @Test
        void findProfilesInTheNodesDirectory() throws Exception {
            var profile =
                    container(
                                    "{'containers':[{'name':'c','securityContext':{'seccompProfile':"
                                            + "{'type':'Localhost','localhostProfile':'x.json'}}}]}")
                            .getLinux()
                            .getSecurityContext()
                            .getSeccomp();

            assertThat(profile.getLocalhostRef()).isEqualTo("/seccomp/x.json");
        }

        @Test
        void takeTheImagesUser() throws Exception {
            String spec = "{'containers':[{'name':'c'}]}";

            assertThat(
                            container(spec, image(1234L, ""))
                                    .getLinux()
                                    .getSecurityContext()
                                    .getRunAsUser()
                                    .getValue())
                    .isEqualTo(1234);
            assertThat(
                            container(spec, image(null, "app"))
                                    .getLinux()
                                    .getSecurityContext()
                                    .getRunAsUsername())
                    .isEqualTo("app");
        }

        @Test
        void refuseRootWherePodsMustNotBeRoot() throws Exception {
            String spec = "{'securityContext':{'runAsNonRoot':true},'containers':[{'name':'c'}]}";

            assertThatThrownBy(() -> container(spec, image(null, "")))
                    .hasMessage(
                            "container has runAsNonRoot and image will run as root (pod:"
                                    + " \"web_ns(u1)\", container: c)");
            assertThatThrownBy(() -> container(spec, image(null, "app")))
                    .hasMessageContaining("non-numeric user (app)");
            assertThat(container(spec, image(65534L, ""))).isNotNull();
        }
    }
}
