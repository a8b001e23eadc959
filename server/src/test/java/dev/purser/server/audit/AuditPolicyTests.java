package dev.purser.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditPolicyTests {
    private static final Identity ALICE = Identity.of("alice", "dev", Identity.AUTHENTICATED);

    private static AuditPolicy policy(String rules) throws PolicyException {
        String text =
                """
                apiVersion: audit.k8s.io/v1
                kind: Policy
                omitStages: [Panic]
                rules:
                """;
        return new PolicyReader().read((text + rules).getBytes(StandardCharsets.UTF_8));
    }

    private static Attributes resource(String verb, String resource, String name) {
        String[] parts = resource.split("/", -1);
        String subresource = parts.length > 2 ? parts[2] : "";
        return new Attributes(verb, parts[0], "v1", parts[1], subresource, "ns", name, "");
    }

    private static AuditLevel level(String rule, Attributes attributes) throws PolicyException {
        return policy("- " + rule).coverage(ALICE, attributes).level();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {group: "", resources: [pods]}                          | /pods        | true
                    {group: "", resources: [pods]}                          | /pods/log    | false
                    {group: "", resources: [pods/log]}                      | /pods/log    | true
                    {group: "", resources: [pods/log]}                      | /pods        | false
                    {group: "", resources: ["pods/*"]}                      | /pods/log    | true
                    {group: "", resources: ["pods/*"]}                      | /pods        | true
                    {group: "", resources: ["*/log"]}                       | /pods/log    | true
                    {group: "", resources: ["*/log"]}                       | /pods        | false
                    {group: "", resources: ["*"]}                           | /pods/log    | true
                    {group: ""}                                             | /pods/log    | true
                    {group: apps}                                           | /pods        | false
                    {group: "*", resources: [pods]}                         | apps/pods    | true
                    {group: "", resources: [pods], resourceNames: [p]}      | /pods        | true
                    {group: "", resources: [pods], resourceNames: [q]}      | /pods        | false
                    """)
    void matchesResources(String resources, String asked, boolean matches) throws PolicyException {
        AuditLevel level =
                level(
                        "{level: Metadata, resources: [%s]}".formatted(resources),
                        resource("get", asked, "p"));

        assertThat(level).isEqualTo(matches ? AuditLevel.METADATA : AuditLevel.NONE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    users: [alice]             | true
                    users: [bob]               | false
                    userGroups: [ops, dev]     | true
                    userGroups: [ops]          | false
                    verbs: [get, list]         | true
                    verbs: [list]              | false
                    namespaces: [ns]           | true
                    namespaces: [""]           | false
                    nonResourceURLs: ["*"]     | false
                    """)
    void matchesEverythingElse(String condition, boolean matches) throws PolicyException {
        AuditLevel level =
                level("{level: Request, %s}".formatted(condition), resource("get", "/pods", "p"));

        assertThat(level).isEqualTo(matches ? AuditLevel.REQUEST : AuditLevel.NONE);
    }

    @ParameterizedTest
    @CsvSource({
        "/healthz, true",
        "/healthz/x, false",
        "/logs*, false",
        "/metrics/x, true",
        "/metrics, true"
    })
    void matchesPaths(String path, boolean matches) throws PolicyException {
        AuditLevel level =
                level(
                        "{level: Metadata, nonResourceURLs: [/healthz, '/metrics*']}",
                        Attributes.nonResource("get", path));

        assertThat(level).isEqualTo(matches ? AuditLevel.METADATA : AuditLevel.NONE);
    }

    @Test
    void theFirstRuleThatMatchesDecides() throws PolicyException {
        AuditPolicy policy =
                policy(
                        """
                        - {level: None, users: [alice], omitStages: [RequestReceived]}
                        - {level: RequestResponse, omitManagedFields: true}
                        """);

        assertThat(policy.coverage(ALICE, resource("get", "/pods", "p")).level())
                .isEqualTo(AuditLevel.NONE);
        AuditPolicy.Coverage other =
                policy.coverage(Identity.of("bob"), resource("get", "/pods", "p"));
        assertThat(other.level()).isEqualTo(AuditLevel.REQUEST_RESPONSE);
        assertThat(other.omittedStages()).containsExactly(AuditStage.PANIC);
        assertThat(other.managedFields()).isEqualTo(AuditPolicy.ManagedFields.OMITTED);
    }

    @Nested
    class OfItsOwn {
        private final AuditPolicy policy = Auditing.defaultPolicy();

        private AuditLevel level(Identity sender, String verb, String resource) {
            return policy.coverage(sender, resource(verb, resource, "x")).level();
        }

        @ParameterizedTest
        @CsvSource({
            "get, /secrets",
            "list, /secrets",
            "watch, /secrets",
            "create, /secrets",
            "delete, /secrets",
            "create, /serviceaccounts/token",
            "create, authentication.k8s.io/tokenreviews",
            "create, /pods/exec",
            "get, /pods/attach",
            "create, /pods/portforward",
            "update, rbac.authorization.k8s.io/clusterrolebindings",
            "patch, certificates.k8s.io/certificatesigningrequests/approval"
        })
        void saysWhoUsesSecretsAndWhatLeadsToThem(String verb, String resource) {
            assertThat(level(ALICE, verb, resource)).isEqualTo(AuditLevel.METADATA);
        }

        @ParameterizedTest
        @CsvSource({
            "get, /configmaps",
            "create, /pods",
            "get, /pods/log",
            "list, rbac.authorization.k8s.io/roles",
            "update, coordination.k8s.io/leases"
        })
        void isSilentAboutTheRest(String verb, String resource) {
            assertThat(level(ALICE, verb, resource)).isEqualTo(AuditLevel.NONE);
        }

        @Test
        void theServersOwnRolesAreNoNews() {
            Identity server = Identity.of("system:apiserver", Identity.MASTERS);

            assertThat(level(server, "create", "rbac.authorization.k8s.io/clusterroles"))
                    .isEqualTo(AuditLevel.NONE);
            assertThat(level(server, "get", "/secrets")).isEqualTo(AuditLevel.METADATA);
        }

        @Test
        void purserOwnEndpointsAreLogged() {
            assertThat(
                            policy.coverage(
                                            ALICE,
                                            Attributes.nonResource("post", "/purser/v1/encryption"))
                                    .level())
                    .isEqualTo(AuditLevel.METADATA);
        }
    }
}
