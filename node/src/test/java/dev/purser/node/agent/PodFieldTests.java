package dev.purser.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.DeleteOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// What fields of pods do to real containers.
@Tag("containers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PodFieldTests {
    private NodeBench node;

    @BeforeAll
    void startNode(@TempDir Path images) throws Exception {
        node = NodeBench.start(images);
    }

    @AfterAll
    void removeNode() throws Exception {
        node.remove();
    }

    /// What the container `c` of a pod writes before it ends.
    private String output(String name, String spec) throws Exception {
        node.create(name, "{'restartPolicy':'Never'," + spec + "}");
        KubeObject pod =
                node.await(
                        name,
                        each ->
                                NodeBench.phase(each).equals("Succeeded")
                                        || NodeBench.phase(each).equals("Failed"));
        return node.log(pod, "c");
    }

    private static String container(String command) {
        return "'containers':[{'name':'c','command':['sh','-c','%s']}]".formatted(command);
    }

    @Test
    void theHostnameMayBeOverridden() throws Exception {
        assertThat(
                        output(
                                "override",
                                "'hostnameOverride':'db.example.org','subdomain':'s',"
                                        + container(
                                                "cat /proc/sys/kernel/hostname; cat /etc/hosts")))
                .startsWith("db.example.org\n")
                .endsWith("\tdb.example.org\n");
    }

    @Test
    void theHostnameMayBeTheFullName() throws Exception {
        assertThat(
                        output(
                                "full",
                                "'hostname':'h','subdomain':'s','setHostnameAsFQDN':true,"
                                        + container("cat /proc/sys/kernel/hostname")))
                .isEqualTo("h.s.default.svc.cluster.local\n");
    }

    @Test
    void variablesComeFromFilesThatInitContainersWrite() throws Exception {
        assertThat(
                        output(
                                "files",
                                """
                                'volumes':[{'name':'e','emptyDir':{}}],
                                'initContainers':[{'name':'i','command':['sh','-c',
                                'echo X=\\\\\\u0027from a file\\\\\\u0027 > /e/env'],
                                'volumeMounts':[{'name':'e','mountPath':'/e'}]}],
                                'containers':[{'name':'c','command':['sh','-c','echo $X'],
                                'env':[{'name':'X','valueFrom':{'fileKeyRef':
                                {'volumeName':'e','path':'env','key':'X'}}}]}]
                                """))
                .isEqualTo("from a file\n");
    }

    @Test
    void noLinkLeadsTheNodeOutOfAVolume() throws Exception {
        node.create(
                "escape",
                """
                {'restartPolicy':'Never','volumes':[{'name':'e','emptyDir':{}}],
                'initContainers':[{'name':'i','command':['sh','-c','ln -s /etc/passwd /e/env'],
                'volumeMounts':[{'name':'e','mountPath':'/e'}]}],
                'containers':[{'name':'c','command':['sh','-c','echo $X'],
                'env':[{'name':'X','valueFrom':{'fileKeyRef':
                {'volumeName':'e','path':'env','key':'root'}}}]}]}
                """);

        node.await("escape", each -> each.status().toString().contains("couldn't parse env file"));
    }

    @Test
    void processesAreSharedWhereThePodSaysSo() throws Exception {
        assertThat(
                        output(
                                "shared",
                                "'shareProcessNamespace':true,"
                                        + container("cat /proc/1/cmdline | tr `\\\\0` ` `")))
                .startsWith("/pause");
    }

    @Test
    void theSandboxIsConfined() throws Exception {
        assertThat(
                        output(
                                "confined",
                                "'shareProcessNamespace':true,"
                                        + container(
                                                "grep Seccomp: /proc/1/status /proc/self/status")))
                .contains("/proc/1/status:Seccomp:\t2")
                .contains("/proc/self/status:Seccomp:\t0");
    }

    @Test
    void seccompAndPrivilegesAreAsAsked() throws Exception {
        assertThat(
                        output(
                                "profile",
                                "'securityContext':{'seccompProfile':{'type':'RuntimeDefault'}},"
                                        + "'containers':[{'name':'c','securityContext':"
                                        + "{'allowPrivilegeEscalation':false,'runAsUser':1234,"
                                        + "'runAsGroup':5,'capabilities':{'drop':['ALL']}},"
                                        + "'command':['sh','-c','grep -E `^(Seccomp|NoNewPrivs|CapBnd|Uid|Gid):`"
                                        + " /proc/self/status']}]"))
                .contains("Seccomp:\t2")
                .contains("NoNewPrivs:\t1")
                .contains("CapBnd:\t0000000000000000")
                .contains("Uid:\t1234")
                .contains("Gid:\t5\t");
    }

    @Test
    void allHooksRunAtOnceAndSidecarsEndLast(@TempDir Path shared) throws Exception {
        node.create(
                "order",
                """
                {'terminationGracePeriodSeconds':20,
                'initContainers':[{'name':'s','restartPolicy':'Always','command':['sh','-c',
                'trap `echo sidecar ends >> /s/log; exit 0` TERM; while :; do sleep 0.1; done'],
                'lifecycle':{'preStop':{'exec':{'command':['sh','-c','echo sidecar hooked >> /s/log']}}},
                'volumeMounts':[{'name':'s','mountPath':'/s'}]}],
                'containers':[{'name':'c','command':['sh','-c',
                'trap `sleep 2; echo main ends >> /s/log; exit 0` TERM; : > /s/set; while :; do sleep 0.1; done'],
                'readinessProbe':{'exec':{'command':['test','-e','/s/set']}},
                'volumeMounts':[{'name':'s','mountPath':'/s'}]}],
                'volumes':[{'name':'s','hostPath':{'path':'%s'}}]}
                """
                        .formatted(shared));
        KubeObject pod = node.await("order", NodeBench::isReady);

        node.api.delete(
                new ObjectRef(NodeBench.PODS, "default", "order"), DeleteOptions.defaults());
        Path directory = node.directory().resolve("pods").resolve(pod.uid());
        while (Files.exists(directory)) {
            Thread.sleep(10);
        }

        assertThat(Files.readAllLines(shared.resolve("log")))
                .containsExactly("sidecar hooked", "main ends", "sidecar ends");
    }
}
