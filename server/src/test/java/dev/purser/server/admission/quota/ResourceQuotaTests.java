package dev.purser.server.admission.quota;

import static dev.purser.server.access.FakeObjects.core;
import static dev.purser.server.access.FakeObjects.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.server.TestingApiServer;
import dev.purser.server.request.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResourceQuotaTests {
    private TestingApiServer server;
    private Api api;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException, InterruptedException {
        server = TestingApiServer.start(directory);
        api = server.api(Identity.of("admin", Identity.MASTERS));
        api.create(
                core("namespaces"),
                object("{'apiVersion':'v1','kind':'Namespace','metadata':{'name':'ns'}}"));
        api.create(
                core("serviceaccounts"),
                object(
                        "{'apiVersion':'v1','kind':'ServiceAccount','metadata':{'namespace':'ns','name':'default'}}"));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /// A quota that has been counted, as the quota controller does.
    private void quota(String name, String hard, String used) {
        api.create(
                core("resourcequotas"),
                object(
                        "{'apiVersion':'v1','kind':'ResourceQuota','metadata':{'namespace':'ns','name':'%s'},'spec':{'hard':%s}}"
                                .formatted(name, hard)));
        KubeObject counted = quota(name);
        counted.status().setAll(object("{'hard':%s,'used':%s}".formatted(hard, used)).json());
        api.updateSubresource(ObjectRef.of(core("resourcequotas"), counted), "status", counted);
    }

    private KubeObject quota(String name) {
        return api.get(core("resourcequotas"), "ns", name);
    }

    private String used(String name, String resource) {
        return quota(name).status().path("used").path(resource).asString("");
    }

    private void configMap(String name) {
        api.create(
                core("configmaps"),
                object(
                        "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'namespace':'ns','name':'%s'}}"
                                .formatted(name)));
    }

    private void pod(String name, String resources) {
        api.create(
                core("pods"),
                object(
                        "{'apiVersion':'v1','kind':'Pod','metadata':{'namespace':'ns','name':'%s'},'spec':{'containers':[{'name':'main','image':'i:1','resources':%s}]}}"
                                .formatted(name, resources)));
    }

    @Test
    void refusesWhatIsTooMuchAndCountsTheRest() {
        quota("tight", "{'configmaps':'2'}", "{'configmaps':'1'}");

        configMap("a");

        assertThat(used("tight", "configmaps")).isEqualTo("2");
        assertThatThrownBy(() -> configMap("b"))
                .hasMessage(
                        "configmaps \"b\" is forbidden: exceeded quota: tight, requested: configmaps=1, used: configmaps=2, limited: configmaps=2");
    }

    @Test
    void wantsPodsToSayWhatIsCounted() {
        quota(
                "compute",
                "{'requests.cpu':'1','limits.memory':'1Gi'}",
                "{'requests.cpu':'0','limits.memory':'0'}");

        assertThatThrownBy(() -> pod("p", "{'requests':{'cpu':'100m'}}"))
                .hasMessage(
                        "pods \"p\" is forbidden: failed quota: compute: must specify limits.memory for: main");
        assertThatThrownBy(() -> pod("p", "{'requests':{'cpu':'2'},'limits':{'memory':'1Mi'}}"))
                .hasMessage(
                        "pods \"p\" is forbidden: exceeded quota: compute, requested: requests.cpu=2, used: requests.cpu=0, limited: requests.cpu=1");
    }

    @Test
    void waitsForTheCount() {
        quota("new", "{'configmaps':'2','secrets':'1'}", "{'secrets':'0'}");

        assertThatThrownBy(() -> configMap("a"))
                .hasMessage(
                        "configmaps \"a\" is forbidden: status unknown for quota: new, resources: configmaps");
    }

    @Test
    void countsInEveryQuotaOrInNone() {
        quota("a", "{'configmaps':'9'}", "{'configmaps':'0'}");
        quota("b", "{'configmaps':'1'}", "{'configmaps':'1'}");

        assertThatThrownBy(() -> configMap("x")).hasMessageContaining("exceeded quota: b");

        assertThat(used("a", "configmaps")).isEqualTo("0");
    }

    @Test
    void chargesAnUpdateTheDifference() {
        quota("ports", "{'services.nodeports':'2'}", "{'services.nodeports':'0'}");
        api.create(
                core("services"),
                object(
                        "{'apiVersion':'v1','kind':'Service','metadata':{'namespace':'ns','name':'s'},'spec':{'type':'ClusterIP','ports':[{'port':80}]}}"));
        assertThat(used("ports", "services.nodeports")).isEqualTo("0");

        KubeObject service = api.get(core("services"), "ns", "s");
        service.spec().put("type", "NodePort");
        api.update(core("services"), service);

        assertThat(used("ports", "services.nodeports")).isEqualTo("1");
    }

    @Test
    void neverGivesMoreThanThereIsHoweverManyAskAtOnce() throws Exception {
        long seed = new Random().nextLong();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        int limit = 5 + random.nextInt(20);
        quota("many", "{'configmaps':'%d'}".formatted(limit), "{'configmaps':'0'}");
        quota("other", "{'count/configmaps':'1000'}", "{'count/configmaps':'0'}");
        AtomicInteger made = new AtomicInteger();
        List<Future<?>> writes = new ArrayList<>();
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < limit * 3; i++) {
                String name = "c" + i;
                writes.add(executor.submit(() -> tryConfigMap(name, made)));
            }
            for (Future<?> write : writes) {
                write.get();
            }
        }

        assertThat(made.get()).isEqualTo(limit);
        assertThat(used("many", "configmaps")).isEqualTo(Integer.toString(limit));
        assertThat(used("other", "count/configmaps")).isEqualTo(Integer.toString(limit));
    }

    private void tryConfigMap(String name, AtomicInteger made) {
        try {
            configMap(name);
            made.incrementAndGet();
        } catch (StatusException refused) {
            assertThat(refused).hasMessageContaining("exceeded quota: many");
        }
    }
}
