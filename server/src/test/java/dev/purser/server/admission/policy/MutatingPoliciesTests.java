package dev.purser.server.admission.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.client.Api;
import dev.purser.server.TestingApiServer;
import dev.purser.server.request.Identity;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class MutatingPoliciesTests {
    private static final GroupVersionResource CONFIG_MAPS =
            new GroupVersionResource("", "v1", "configmaps");

    @TempDir private Path directory;
    private TestingApiServer server;
    private Api api;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        server = TestingApiServer.start(directory);
        api = server.api(Identity.of("alice", Identity.MASTERS));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /// An object of JSON; quotes within texts are written as backticks.
    private static KubeObject object(String text) {
        return KubeObject.of(
                (ObjectNode)
                        JsonMapper.shared().readTree(text.replace('\'', '"').replace("`", "\\\"")));
    }

    /// A policy for ConfigMaps, and its binding.
    private void policy(String name, String reinvocation, String mutations) {
        String group = "admissionregistration.k8s.io";
        api.create(
                new GroupVersionResource(group, "v1", "mutatingadmissionpolicies"),
                object(
                        """
                        {'apiVersion': 'admissionregistration.k8s.io/v1',
                         'kind': 'MutatingAdmissionPolicy', 'metadata': {'name': '%s'},
                         'spec': {'reinvocationPolicy': '%s', 'matchConstraints': {
                          'resourceRules': [{'apiGroups': [''], 'apiVersions': ['v1'],
                          'operations': ['CREATE'], 'resources': ['configmaps']}]},
                          'mutations': [%s]}}
                        """
                                .formatted(name, reinvocation, mutations)));
        api.create(
                new GroupVersionResource(group, "v1", "mutatingadmissionpolicybindings"),
                object(
                        """
                        {'apiVersion': 'admissionregistration.k8s.io/v1',
                         'kind': 'MutatingAdmissionPolicyBinding', 'metadata': {'name': '%s'},
                         'spec': {'policyName': '%s'}}
                        """
                                .formatted(name, name)));
    }

    private static String apply(String expression) {
        return "{'patchType': 'ApplyConfiguration', 'applyConfiguration': {'expression': '%s'}}"
                .formatted(expression);
    }

    private static String jsonPatch(String expression) {
        return "{'patchType': 'JSONPatch', 'jsonPatch': {'expression': '%s'}}"
                .formatted(expression);
    }

    private KubeObject create() {
        return api.create(
                CONFIG_MAPS,
                object(
                        "{'apiVersion': 'v1', 'kind': 'ConfigMap', 'data': {'k': 'v'},"
                                + " 'metadata': {'name': 'x', 'namespace': 'default'}}"));
    }

    @Test
    void aConfigurationIsMergedIntoTheObject() {
        policy(
                "p",
                "Never",
                apply(
                        "Object{metadata: Object.metadata{labels: {`by`: request.userInfo.username}}}"));
        KubeObject made = create();
        assertThat(made.labels()).containsEntry("by", "alice");
        assertThat(made.json().path("data").path("k").asString()).isEqualTo("v");
    }

    @Test
    void operationsChangeTheObjectOneAfterTheOther() {
        policy(
                "p",
                "Never",
                jsonPatch(
                        "[JSONPatch{op: `test`, path: `/data/k`, value: `v`},"
                                + " JSONPatch{op: `add`, path: `/data/` +"
                                + " jsonpatch.escapeKey(`a/b`).replace(`~1`, `-`), value: `1`},"
                                + " JSONPatch{op: `remove`, path: `/data/k`}]"));
        KubeObject made = create();
        assertThat(made.json().path("data").toString()).isEqualTo("{\"a-b\":\"1\"}");
    }

    @Test
    void aFailingTestLeavesTheObjectAsItIs() {
        policy(
                "p",
                "Never",
                jsonPatch(
                        "[JSONPatch{op: `add`, path: `/data/a`, value: `1`},"
                                + " JSONPatch{op: `test`, path: `/data/k`, value: `other`}]"));
        assertThat(create().json().path("data").toString()).isEqualTo("{\"k\":\"v\"}");
    }

    @Test
    void aPolicyIsAskedAgainAfterAnother() {
        policy(
                "a",
                "IfNeeded",
                apply(
                        "Object{metadata: Object.metadata{labels: {`seen`:"
                                + " has(object.data.late) ? `late` : `early`}}}"));
        policy("b", "Never", apply("Object{data: {`late`: `1`}}"));
        assertThat(create().labels()).containsEntry("seen", "late");
    }

    @Test
    void namesOfTypesMustBeThoseOfTheFields() {
        policy("p", "Never", apply("Object{metadata: Object.spec{}}"));
        assertThatThrownBy(this::create)
                .isInstanceOfSatisfying(
                        StatusException.class,
                        refusal -> {
                            assertThat(refusal.code()).isEqualTo(403);
                            assertThat(refusal.getMessage())
                                    .isEqualTo(
                                            "policy 'p' with binding 'p' denied request: type"
                                                    + " mismatch: unexpected type name"
                                                    + " \"Object.spec\", expected"
                                                    + " \"Object.metadata\", which matches field"
                                                    + " name path from root Object type");
                        });
    }

    @Test
    void unknownFieldsAreRefused() {
        policy("p", "Never", apply("Object{nope: 1}"));
        assertThatThrownBy(this::create)
                .hasMessageContaining(
                        "error applying patch: failed to convert patch object to typed object:"
                                + " .nope: field not declared in schema");
    }

    @Test
    void anExpressionThatFailsRefuses() {
        policy("p", "Never", apply("Object{data: {`a`: object.data.missing}}"));
        assertThatThrownBy(this::create).hasMessageContaining("no such key: missing");
    }
}
