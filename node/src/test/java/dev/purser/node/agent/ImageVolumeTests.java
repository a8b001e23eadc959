package dev.purser.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.DeleteOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Volumes that are images, with real containers.
@Tag("containers")
class ImageVolumeTests {
    private NodeBench node;

    @BeforeEach
    void startNode(@TempDir Path images) throws Exception {
        node = NodeBench.start(images);
    }

    @AfterEach
    void removeNode() throws Exception {
        node.remove();
    }

    private static String pod(String command, String mount, String image, String policy) {
        return """
        {'restartPolicy':'Never','containers':[{'name':'c','command':['sh','-c','%s'],
        'volumeMounts':[{'name':'i','mountPath':'/i'%s}]}],
        'volumes':[{'name':'i','image':{'reference':'%s','pullPolicy':'%s'}}]}
        """
                .formatted(command, mount, image, policy);
    }

    @Test
    void filesOfTheImageAreSeenAndCanNeitherBeWrittenNorRun() throws Exception {
        node.create(
                "reads",
                pod(
                        "exec 2>&1; cat /i/data/hello; echo x > /i/data/new || echo readonly;"
                                + " /i/bin/busybox true || echo noexec; cat /i/data/hello > /dev/null"
                                + " && echo again",
                        "",
                        TestImage.NAME,
                        "Never"));

        KubeObject pod = node.await("reads", each -> NodeBench.phase(each).equals("Succeeded"));

        assertThat(node.log(pod, "c"))
                .contains("hello from the image\n")
                .contains("Read-only file system")
                .contains("readonly\n")
                .contains("Permission denied")
                .contains("noexec\nagain\n");
        node.awaitEvent(
                "reads",
                "Pulled: Container image \"%s\" already present on machine and can be accessed by the pod"
                        .formatted(TestImage.NAME));

        node.api.delete(
                new ObjectRef(NodeBench.PODS, "default", "reads"), DeleteOptions.defaults());
        Path directory = node.directory().resolve("pods").resolve(pod.uid());
        while (Files.exists(directory)) {
            Thread.sleep(10);
        }
        assertThat(Files.readAllLines(Path.of("/proc/mounts")))
                .noneMatch(line -> line.contains(pod.uid()));
        assertThat(snapshotKeys()).noneMatch(key -> key.startsWith("purser-volume/"));
    }

    @Test
    void aPartOfTheImageCanBeMounted() throws Exception {
        node.create(
                "part", pod("cat /i/hello", ",'subPath':'data'", TestImage.NAME, "IfNotPresent"));

        KubeObject pod = node.await("part", each -> NodeBench.phase(each).equals("Succeeded"));

        assertThat(node.log(pod, "c")).isEqualTo("hello from the image\n");
    }

    @Test
    void anImageThatIsNotThereKeepsTheContainerWaiting() throws Exception {
        node.create("lacks", pod("true", "", "docker.io/test/absent:1", "Never"));

        node.await("lacks", each -> each.status().toString().contains("ErrImageNeverPull"));

        node.awaitEvent(
                "lacks",
                "ErrImageNeverPull: Container image \"docker.io/test/absent:1\" is not present"
                        + " with pull policy of Never");
        node.awaitEvent("lacks", "Failed: Error: ErrImageNeverPull");
    }

    private List<String> snapshotKeys() throws Exception {
        Process list =
                new ProcessBuilder(
                                "ctr",
                                "-a",
                                node.socket().toString(),
                                "-n",
                                "k8s.io",
                                "snapshots",
                                "ls")
                        .redirectErrorStream(true)
                        .start();
        return new String(list.getInputStream().readAllBytes()).lines().toList();
    }
}
