package dev.purser.server.admission.plugin;

import static dev.purser.server.access.FakeObjects.core;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.server.access.FakeObjects;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MountableSecretsTests {
    private final FakeObjects objects = new FakeObjects();
    private final PluginRequest request =
            PluginRequest.to(new ServiceAccount(objects, new Random(1)), "", "pods");

    @BeforeEach
    void anAccountAsksForIt() {
        objects.put(
                core("serviceaccounts"),
                "{'metadata':{'namespace':'ns','name':'tight','annotations':{'kubernetes.io/enforce-mountable-secrets':'true'}},'secrets':[{'name':'ok'}],'imagePullSecrets':[{'name':'pull'}]}");
    }

    private void create(String spec) {
        request.create(
                "{'metadata':{'name':'p'},'spec':{'serviceAccountName':'tight',%s}}"
                        .formatted(spec));
    }

    @Test
    void onlyListedSecretsAreUsed() {
        assertThatCode(() -> create("'volumes':[{'secret':{'secretName':'ok'}}]"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> create("'volumes':[{'secret':{'secretName':'no'}}]"))
                .hasMessage(
                        "pods \"p\" is forbidden: volume with secret.secretName=\"no\" is not allowed because service account tight does not reference that secret");
        assertThatThrownBy(() ->
                        create(
                                "'containers':[{'name':'c','env':[{'name':'A','valueFrom':{'secretKeyRef':{'name':'no'}}}]}]"))
                .hasMessageContaining(
                        "container c with envVar A referencing secret.secretName=\"no\" is not allowed");
        assertThatThrownBy(() ->
                        create(
                                "'initContainers':[{'name':'i','envFrom':[{'secretRef':{'name':'no'}}]}]"))
                .hasMessageContaining(
                        "init container i with envFrom referencing secret.secretName=\"no\" is not allowed");
        assertThatThrownBy(() -> create("'imagePullSecrets':[{'name':'x'}]"))
                .hasMessageContaining("imagePullSecrets[0].name=\"x\" is not allowed");
    }

    @Test
    void alsoByContainersThatComeLater() {
        assertThatThrownBy(() ->
                        request.through("ephemeralcontainers")
                                .update(
                                        "{'spec':{'serviceAccountName':'tight','ephemeralContainers':[{'name':'e','envFrom':[{'secretRef':{'name':'no'}}]}]}}",
                                        "{}"))
                .hasMessageContaining("ephemeral container e with envFrom referencing");
    }

    @Test
    void aMirrorPodUsesNone() {
        assertThatThrownBy(() ->
                        request.create(
                                "{'metadata':{'name':'m','annotations':{'kubernetes.io/config.mirror':'x'}},'spec':{'volumes':[{'secret':{'secretName':'s'}}]}}"))
                .hasMessage("pods \"m\" is forbidden: a mirror pod may not reference secrets");
    }
}
