package dev.purser.server.admission.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.client.Api;
import dev.purser.server.TestingApiServer;
import dev.purser.server.request.Identity;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Against a real webhook over TLS. Texts are Kubernetes'.
class WebhooksTests {
    private static final GroupVersionResource CONFIG_MAPS =
            new GroupVersionResource("", "v1", "configmaps");

    @TempDir private Path directory;
    private TestingApiServer server;
    private WebhookServer webhook;
    private Api api;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        server = TestingApiServer.start(directory);
        webhook = new WebhookServer(server.pki());
        api = server.api(Identity.of("alice", Identity.MASTERS));
    }

    @AfterEach
    void stop() throws IOException {
        webhook.close();
        server.close();
    }

    private static ObjectNode json(String text) {
        return (ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"'));
    }

    private ObjectNode hook(String name, String path, String more) {
        ObjectNode hook =
                json(
                        "{'name':'%s','admissionReviewVersions':['v1'],'sideEffects':'None','rules':[{'apiGroups':[''],'apiVersions':['v1'],'operations':['*'],'resources':['configmaps']}]}"
                                .formatted(name));
        hook.putObject("clientConfig")
                .put("url", "https://localhost:%d%s".formatted(webhook.port(), path))
                .put("caBundle", webhook.authority());
        hook.setAll(json("{" + more + "}"));
        return hook;
    }

    /// @param sort `Mutating` or `Validating`
    private void configure(String sort, ObjectNode... hooks) {
        KubeObject configuration =
                KubeObject.of(
                        json(
                                "{'apiVersion':'admissionregistration.k8s.io/v1','kind':'%sWebhookConfiguration','metadata':{'name':'c'}}"
                                        .formatted(sort)));
        ArrayNode list = configuration.json().putArray("webhooks");
        List.of(hooks).forEach(list::add);
        api.create(
                new GroupVersionResource(
                        "admissionregistration.k8s.io",
                        "v1",
                        sort.equals("Mutating")
                                ? "mutatingwebhookconfigurations"
                                : "validatingwebhookconfigurations"),
                configuration);
    }

    private void validating(String path, String more) {
        configure("Validating", hook("hook.example.com", path, more));
    }

    private KubeObject create(String name) {
        return api.create(
                CONFIG_MAPS,
                KubeObject.of(
                        json(
                                "{'apiVersion':'v1','kind':'ConfigMap','metadata':{'namespace':'default','name':'%s'},'data':{'k':'v'}}"
                                        .formatted(name))));
    }

    private void isRefused(int code, String message) {
        assertThatThrownBy(() -> create("x"))
                .isInstanceOfSatisfying(
                        StatusException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessage(message);
    }

    @Nested
    class AValidatingWebhook {
        @Test
        void isAskedAboutWhatItsRulesName() {
            validating("/", "");

            create("seen");

            ObjectNode request = (ObjectNode) webhook.reviews().getFirst().path("request");
            assertThat(webhook.reviews()).hasSize(1);
            assertThat(request.path("operation").asString()).isEqualTo("CREATE");
            assertThat(request.path("name").asString()).isEqualTo("seen");
            assertThat(request.at("/object/data/k").asString()).isEqualTo("v");
            assertThat(request.path("oldObject").isNull()).isTrue();
            assertThat(request.at("/userInfo/username").asString()).isEqualTo("alice");
            assertThat(request.path("uid").asString())
                    .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab].*");
        }

        @Test
        void refuses() {
            validating("/no", "");
            webhook.answer(
                    "/no",
                    response ->
                            response.put("allowed", false)
                                    .set(
                                            "status",
                                            json(
                                                    "{'code':418,'message':'no tea','reason':'Forbidden'}")));

            isRefused(418, "admission webhook \"hook.example.com\" denied the request: no tea");
        }

        @Test
        void refusesWithoutASayToo() {
            validating("/no", "");
            webhook.answer("/no", response -> response.put("allowed", false));

            isRefused(
                    400,
                    "admission webhook \"hook.example.com\" denied the request without explanation");
        }

        @Test
        void thatFailsRefusesOrNotAsItIsConfigured() {
            validating("/broken", "");
            webhook.answer("/broken", response -> response.put("code", 1));

            isRefused(
                    500,
                    "Internal error occurred: failed calling webhook \"hook.example.com\": failed to call webhook: an error on the server (\"unknown\") has prevented the request from succeeding");
        }

        @Test
        void thatMayFailLetsRequestsThrough() {
            validating("/broken", "'failurePolicy':'Ignore'");
            webhook.answer("/broken", response -> response.put("code", 1));

            assertThatCode(() -> create("x")).doesNotThrowAnyException();
        }

        @Test
        void thatNobodyServesFails() {
            webhook.close();
            validating("/", "");

            isRefused(
                    500,
                    "Internal error occurred: failed calling webhook \"hook.example.com\": failed to call webhook: Post \"https://localhost:%1$d/?timeout=10s\": dial tcp 127.0.0.1:%1$d: connect: connection refused"
                            .formatted(webhook.port()));
        }

        @Test
        void hasItsTimeoutForTheWholeOfItsAnswer() throws InterruptedException {
            CountDownLatch over = new CountDownLatch(1);
            validating("/slow", "'timeoutSeconds':1");
            webhook.answer("/slow", response -> waited(over, response));

            isRefused(
                    500,
                    "Internal error occurred: failed calling webhook \"hook.example.com\": failed to call webhook: Post \"https://localhost:%d/slow?timeout=1s\": context deadline exceeded"
                            .formatted(webhook.port()));
            over.countDown();
        }

        private static ObjectNode waited(CountDownLatch over, ObjectNode response) {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return response;
        }

        @Test
        void mustShowACertificateOfItsAuthority() {
            ObjectNode hook = hook("hook.example.com", "/", "");
            ((ObjectNode) hook.path("clientConfig")).remove("caBundle");
            configure("Validating", hook);

            isRefused(
                    500,
                    "Internal error occurred: failed calling webhook \"hook.example.com\": failed to call webhook: Post \"https://localhost:%d/?timeout=10s\": tls: failed to verify certificate: x509: certificate signed by unknown authority"
                            .formatted(webhook.port()));
            assertThat(webhook.reviews()).isEmpty();
        }

        @Test
        void mustAnswerItsOwnQuestion() {
            validating("/other", "");
            webhook.answer("/other", response -> response.put("uid", "x"));

            assertThatThrownBy(() -> create("x"))
                    .hasMessageContaining(
                            "received invalid webhook response: expected response.uid=")
                    .hasMessageEndingWith("got \"x\"");
        }

        @Test
        void mayNotPatch() {
            validating("/patch", "");
            webhook.patch("/patch", "[]");

            assertThatThrownBy(() -> create("x"))
                    .hasMessageEndingWith("validating webhook may not return response.patch");
        }

        @Test
        void isAskedOnlyOnItsConditions() {
            ObjectNode hook = hook("hook.example.com", "/no", "");
            hook.putArray("matchConditions")
                    .addObject()
                    .put("name", "bad")
                    .put("expression", "object.metadata.name.startsWith('bad')");
            configure("Validating", hook);
            webhook.answer("/no", response -> response.put("allowed", false));

            assertThatCode(() -> create("good")).doesNotThrowAnyException();
            assertThatThrownBy(() -> create("bad")).hasMessageContaining("denied the request");
        }

        @Test
        void isNotAskedAboutWebhooks() {
            validating(
                    "/no",
                    "'rules':[{'apiGroups':['*'],'apiVersions':['*'],'operations':['*'],'resources':['*']}]");
            webhook.answer("/no", response -> response.put("allowed", false));

            assertThatCode(() -> configure("Mutating")).doesNotThrowAnyException();
            assertThatThrownBy(() -> create("x")).hasMessageContaining("denied the request");
        }

        /// The certificate of the test is for the service `kubernetes`.
        @Test
        void behindAServiceIsFoundByItsPods() {
            ObjectNode hook = hook("hook.example.com", "/", "");
            hook.putObject("clientConfig")
                    .put("caBundle", webhook.authority())
                    .putObject("service")
                    .put("namespace", "default")
                    .put("name", "kubernetes");
            configure("Validating", hook);
            isRefused(
                    500,
                    "Internal error occurred: failed calling webhook \"hook.example.com\": failed to call webhook: Post \"https://kubernetes.default.svc:443/?timeout=10s\": no endpoints available for service \"kubernetes\"");
            GroupVersionResource services = new GroupVersionResource("", "v1", "services");
            KubeObject service = api.get(services, "default", "kubernetes");
            service.spec().putObject("selector").put("app", "hook");
            ((ObjectNode) service.spec().path("ports").path(0)).put("targetPort", webhook.port());
            api.update(services, service);

            runPod();
            create("x");

            assertThat(webhook.reviews()).hasSize(1);
        }

        /// A pod that seems to run where the webhook is.
        private void runPod() {
            GroupVersionResource pods = new GroupVersionResource("", "v1", "pods");
            api.create(
                    new GroupVersionResource("", "v1", "serviceaccounts"),
                    KubeObject.of(
                            json(
                                    "{'apiVersion':'v1','kind':'ServiceAccount','metadata':{'namespace':'default','name':'default'}}")));
            KubeObject pod =
                    api.create(
                            pods,
                            KubeObject.of(
                                    json(
                                            "{'apiVersion':'v1','kind':'Pod','metadata':{'namespace':'default','name':'p','labels':{'app':'hook'}},'spec':{'containers':[{'name':'c','image':'i'}]}}")));
            pod.json()
                    .set(
                            "status",
                            json(
                                    "{'phase':'Running','podIP':'127.0.0.1','podIPs':[{'ip':'127.0.0.1'}],'conditions':[{'type':'Ready','status':'True'}]}"));
            api.updateStatus(pods, pod);
        }
    }

    @Nested
    class AMutatingWebhook {
        @Test
        void changesTheObject() {
            configure("Mutating", hook("hook.example.com", "/label", ""));
            webhook.patch("/label", "[{'op':'add','path':'/metadata/labels','value':{'a':'b'}}]");

            assertThat(create("x").labels()).containsEntry("a", "b");
        }

        @Test
        void isSeenByThoseAfterIt() {
            configure(
                    "Mutating",
                    hook("one.example.com", "/data", ""),
                    hook("two.example.com", "/", ""));
            webhook.patch("/data", "[{'op':'add','path':'/data/more','value':'x'}]");

            create("x");

            assertThat(webhook.reviews().getLast().at("/request/object/data/more").asString())
                    .isEqualTo("x");
        }

        @Test
        void isAskedAgainIfOthersChangedTheObjectAndItWantsTo() {
            configure(
                    "Mutating",
                    hook("one.example.com", "/first", "'reinvocationPolicy':'IfNeeded'"),
                    hook("two.example.com", "/second", ""),
                    hook("three.example.com", "/third", "'reinvocationPolicy':'IfNeeded'"));
            webhook.patch("/second", "[{'op':'add','path':'/data/more','value':'x'}]");
            List<String> asked = new ArrayList<>();
            webhook.answer("/first", response -> noted(asked, "first", response));
            webhook.answer("/third", response -> noted(asked, "third", response));

            create("x");

            assertThat(asked).containsExactly("first", "third", "first");
        }

        private static ObjectNode noted(List<String> asked, String name, ObjectNode response) {
            asked.add(name);
            return response;
        }

        @Test
        void whosePatchDoesNotFitRefuses() {
            configure("Mutating", hook("hook.example.com", "/remove", ""));
            webhook.patch("/remove", "[{'op':'remove','path':'/nope'}]");

            isRefused(
                    500,
                    "Internal error occurred: error in remove for path: '/nope': Unable to remove nonexistent key: nope: missing value");
        }

        @Test
        void isCheckedByThoseThatValidate() {
            configure("Mutating", hook("hook.example.com", "/name", ""));
            webhook.patch("/name", "[{'op':'add','path':'/data/a b','value':'x'}]");

            assertThatThrownBy(() -> create("x")).hasMessageContaining("data[a b]");
        }
    }
}
