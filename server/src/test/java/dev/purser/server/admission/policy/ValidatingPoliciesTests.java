package dev.purser.server.admission.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.DeleteOptions;
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

class ValidatingPoliciesTests {
    private static final GroupVersionResource CONFIG_MAPS =
            new GroupVersionResource("", "v1", "configmaps");
    private static final GroupVersionResource NAMESPACES =
            new GroupVersionResource("", "v1", "namespaces");

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

    private static GroupVersionResource policies(String name) {
        return new GroupVersionResource("admissionregistration.k8s.io", "v1", name);
    }

    /// A policy for ConfigMaps.
    ///
    /// @param spec what its spec has beside that
    private void policy(String spec) {
        api.create(
                policies("validatingadmissionpolicies"),
                object(
                        """
                        {'apiVersion': 'admissionregistration.k8s.io/v1',
                         'kind': 'ValidatingAdmissionPolicy', 'metadata': {'name': 'p'},
                         'spec': {'matchConstraints': {'resourceRules': [{'apiGroups': [''],
                          'apiVersions': ['v1'], 'operations': ['*'],
                          'resources': ['configmaps']}]}, %s}}
                        """
                                .formatted(spec)));
    }

    private void binding(String spec) {
        api.create(
                policies("validatingadmissionpolicybindings"),
                object(
                        """
                        {'apiVersion': 'admissionregistration.k8s.io/v1',
                         'kind': 'ValidatingAdmissionPolicyBinding', 'metadata': {'name': 'b'},
                         'spec': {'policyName': 'p', 'validationActions': ['Deny'] %s}}
                        """
                                .formatted(spec)));
    }

    private KubeObject create(String name, String data) {
        return api.create(
                CONFIG_MAPS,
                object(
                        """
                        {'apiVersion': 'v1', 'kind': 'ConfigMap', 'data': %s,
                         'metadata': {'name': '%s', 'namespace': 'default'}}
                        """
                                .formatted(data, name)));
    }

    @Test
    void aBoundPolicyRefusesFromItsFirstMomentOn() {
        policy("'validations': [{'expression': '!has(object.data.bad)', 'message': 'no'}]");
        binding("");
        assertThatThrownBy(() -> create("x", "{'bad': '1'}"))
                .isInstanceOfSatisfying(
                        StatusException.class,
                        refusal -> {
                            assertThat(refusal.code()).isEqualTo(422);
                            assertThat(refusal.getMessage())
                                    .isEqualTo(
                                            "configmaps \"x\" is forbidden:"
                                                    + " ValidatingAdmissionPolicy 'p' with binding"
                                                    + " 'b' denied request: no");
                        });
        assertThat(create("y", "{'good': '1'}").name()).isEqualTo("y");
    }

    @Test
    void aPolicyWithoutABindingDoesNothing() {
        policy("'validations': [{'expression': 'false'}]");
        assertThat(create("x", "{}").name()).isEqualTo("x");
    }

    @Test
    void aPolicyEndsWithItsBinding() {
        policy("'validations': [{'expression': 'false'}]");
        binding("");
        api.delete(
                new ObjectRef(policies("validatingadmissionpolicybindings"), "", "b"),
                DeleteOptions.defaults());
        assertThat(create("x", "{}").name()).isEqualTo("x");
    }

    @Test
    void deletionsAreJudgedByTheOldObject() {
        create("x", "{'keep': '1'}");
        policy(
                "'validations': [{'expression': 'request.operation != `DELETE` ||"
                        + " !(`keep` in oldObject.data)', 'reason': 'Forbidden'}]");
        binding("");
        assertThatThrownBy(() ->
                        api.delete(
                                new ObjectRef(CONFIG_MAPS, "default", "x"),
                                DeleteOptions.defaults()))
                .isInstanceOfSatisfying(
                        StatusException.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(403));
    }

    @Test
    void variablesAreKnownToWhatComesAfterThem() {
        policy(
                "'variables': [{'name': 'n', 'expression': 'size(object.data)'},"
                        + " {'name': 'many', 'expression': 'variables.n > 1'}],"
                        + " 'validations': [{'expression': '!variables.many',"
                        + " 'messageExpression': '`there are ` + string(variables.n)'}]");
        binding("");
        assertThatThrownBy(() -> create("x", "{'a': '1', 'b': '2'}"))
                .hasMessageEndingWith("denied request: there are 2");
    }

    @Test
    void parametersComeFromTheObjectsThatTheBindingNames() {
        create("params", "{'max': '1'}");
        policy(
                "'paramKind': {'apiVersion': 'v1', 'kind': 'ConfigMap'}, 'validations':"
                        + " [{'expression': 'size(object.data) <= int(params.data.max)'}]");
        binding(
                ", 'paramRef': {'name': 'params', 'namespace': 'default',"
                        + " 'parameterNotFoundAction': 'Deny'}");
        assertThat(create("x", "{'a': '1'}").name()).isEqualTo("x");
        assertThatThrownBy(() -> create("y", "{'a': '1', 'b': '2'}"))
                .hasMessageContaining(
                        "failed expression: size(object.data) <= int(params.data.max)");
    }

    @Test
    void missingParametersRefuse() {
        policy(
                "'paramKind': {'apiVersion': 'v1', 'kind': 'ConfigMap'}, 'validations':"
                        + " [{'expression': 'true'}]");
        binding(", 'paramRef': {'name': 'none', 'parameterNotFoundAction': 'Deny'}");
        assertThatThrownBy(() -> create("x", "{}"))
                .hasMessageEndingWith(
                        "failed to configure binding: no params found for policy binding with"
                                + " `Deny` parameterNotFoundAction");
    }

    @Test
    void conditionsDecideWhetherAPolicyIsMeant() {
        policy(
                "'matchConditions': [{'name': 'others', 'expression':"
                        + " 'request.userInfo.username != `alice`'}],"
                        + " 'validations': [{'expression': 'false'}]");
        binding("");
        assertThat(create("x", "{}").name()).isEqualTo("x");
        Api bob = server.api(Identity.of("bob", Identity.MASTERS));
        assertThatThrownBy(() ->
                        bob.create(
                                CONFIG_MAPS,
                                object(
                                        "{'apiVersion': 'v1', 'kind': 'ConfigMap', 'metadata':"
                                                + " {'name': 'y', 'namespace': 'default'}}")))
                .hasMessageContaining("failed expression: false");
    }

    @Test
    void namespacesAreSelectedByTheirLabels() {
        policy("'validations': [{'expression': 'false'}]");
        binding(", 'matchResources': {'namespaceSelector': {'matchLabels': {'strict': 'yes'}}}");
        assertThat(create("x", "{}").name()).isEqualTo("x");
        KubeObject namespace = api.get(NAMESPACES, "", "default");
        namespace.metadata().withObject("labels").put("strict", "yes");
        api.update(NAMESPACES, namespace);
        assertThatThrownBy(() -> create("y", "{}")).isInstanceOf(StatusException.class);
    }

    @Test
    void theAuthorizerIsAskedAboutTheSender() {
        policy(
                "'validations': [{'expression':"
                        + " 'authorizer.group(``).resource(`secrets`).check(`get`).allowed()"
                        + " && !authorizer.serviceAccount(`default`, `x`).group(``)"
                        + ".resource(`secrets`).check(`get`).allowed()'}]");
        binding("");
        assertThat(create("x", "{}").name()).isEqualTo("x");
    }

    @Test
    void policiesDoNotJudgePolicies() {
        api.create(
                policies("validatingadmissionpolicies"),
                object(
                        """
                        {'apiVersion': 'admissionregistration.k8s.io/v1',
                         'kind': 'ValidatingAdmissionPolicy', 'metadata': {'name': 'p'},
                         'spec': {'matchConstraints': {'resourceRules': [{'apiGroups': ['*'],
                          'apiVersions': ['*'], 'operations': ['*'], 'resources': ['*/*']}]},
                          'validations': [{'expression': 'false'}]}}
                        """));
        binding("");
        assertThatThrownBy(() -> create("x", "{}")).isInstanceOf(StatusException.class);
        api.delete(
                new ObjectRef(policies("validatingadmissionpolicies"), "", "p"),
                DeleteOptions.defaults());
        assertThat(create("x", "{}").name()).isEqualTo("x");
    }

    @Test
    void anExpensivePolicyIsStopped() {
        policy(
                "'validations': [{'expression': 'lists.range(1000).all(a,"
                        + " lists.range(1000).all(b, lists.range(1000).all(c, a + b + c >= 0)))'}]");
        binding("");
        assertThatThrownBy(() -> create("x", "{}"))
                .hasMessageContaining("operation cancelled: actual cost limit exceeded");
    }
}
