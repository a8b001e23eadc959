package dev.purser.node.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Images that a registry gives to some only.
@Tag("containers")
class PullSecretTests {
    private static final GroupVersionResource SECRETS =
            new GroupVersionResource("", "v1", "secrets");

    private NodeBench node;
    private TestRegistry registry;

    @BeforeEach
    void startNode(@TempDir Path images) throws Exception {
        node = NodeBench.start(images);
        registry = new TestRegistry(images.resolve("archive"));
    }

    @AfterEach
    void removeNode() throws Exception {
        registry.close();
        node.remove();
    }

    private void createSecret(String name) {
        String config =
                "{\"auths\":{\"%s\":{\"auth\":\"%s\"}}}"
                        .formatted(
                                registry.host(),
                                base64(TestRegistry.USER + ":" + TestRegistry.PASSWORD));
        KubeObject secret =
                KubeObject.named(new GroupVersionKind("", "v1", "Secret"), "default", name);
        secret.json().put("type", "kubernetes.io/dockerconfigjson");
        secret.json().putObject("data").put(".dockerconfigjson", base64(config));
        node.api.create(SECRETS, secret);
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private void createPod(String name, String secret) {
        node.create(
                name,
                """
                {'restartPolicy':'Never','imagePullSecrets':[{'name':'%s'}],
                'containers':[{'name':'c','image':'%s/test/private:1','command':['cat','/data/hello']}]}
                """
                        .formatted(secret, registry.host()));
    }

    @Test
    void whoHasTheSecretGetsTheImage() throws Exception {
        createSecret("registry");
        createPod("p", "registry");

        KubeObject pod = node.await("p", each -> NodeBench.phase(each).equals("Succeeded"));

        assertThat(node.log(pod, "c")).isEqualTo("hello from the image\n");
        node.awaitEvent(
                "p", "Pulling: Pulling image \"%s/test/private:1\"".formatted(registry.host()));
        node.awaitEvent("p", "Started: ");
        assertThat(node.events("p")).noneMatch(each -> each.contains(TestRegistry.PASSWORD));
    }

    @Test
    void whoHasNotIsToldSo() throws Exception {
        createPod("p", "absent");

        node.await("p", each -> each.status().toString().contains("ImagePullBackOff"));

        node.awaitEvent(
                "p",
                "FailedToRetrieveImagePullSecret: Unable to retrieve some image pull secrets"
                        + " (absent); attempting to pull the image may not succeed.");
        node.awaitEvent("p", "Failed: Failed to pull image");
    }
}
