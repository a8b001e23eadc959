package dev.purser.server.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.server.request.Attributes;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RedactionTests {
    private static Attributes of(String group, String resource, String subresource) {
        return new Attributes("create", group, "v1", resource, subresource, "ns", "n", "");
    }

    @Test
    void argumentsOfCommandsAreNotShown() {
        String uri = "/api/v1/namespaces/ns/pods/n/exec?command=sh&co%6Dmand=-c%20pw&stdin=true";

        assertThat(RedactedUri.of(uri, of("", "pods", "exec")))
                .isEqualTo(
                        "/api/v1/namespaces/ns/pods/n/exec?command=redacted&co%6Dmand=redacted&stdin=true");
        assertThat(RedactedUri.of("/api/v1/pods?command=x", of("", "pods", "")))
                .isEqualTo("/api/v1/pods?command=x");
    }

    @Test
    void whatGoesThroughAProxyIsNotShown() {
        String uri = "/api/v1/namespaces/ns/pods/n/proxy/login?user=a&pw=b";

        assertThat(RedactedUri.of(uri, of("", "pods", "proxy")))
                .isEqualTo("/api/v1/namespaces/ns/pods/n/proxy/login?redacted");
    }

    @ParameterizedTest
    @CsvSource({
        "/version?access_token=abc&x=1, /version?access_token=redacted&x=1",
        "/version?ACCESS%5ftoken=abc, /version?ACCESS%5ftoken=redacted",
        "/version?, /version?",
        "/version, /version",
        "/version?%zz=1&token, /version?%zz=1&token"
    })
    void tokensAreNotShown(String uri, String shown) {
        assertThat(RedactedUri.of(uri, Attributes.nonResource("get", "/version"))).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "'', secrets, '', true",
        "'', secrets, status, true",
        "'', serviceaccounts, token, true",
        "'', serviceaccounts, '', false",
        "'', configmaps, '', false",
        "authentication.k8s.io, tokenreviews, '', true",
        "certificates.k8s.io, certificatesigningrequests, approval, true",
        "oauth.example.com, oauthaccesstokens, '', true",
        "example.com, clustersecrets, '', true",
        "apps, deployments, '', false"
    })
    void bodiesThatCarrySecretsAreNeverLogged(
            String group, String resource, String subresource, boolean covered) {
        assertThat(Confidentiality.covers(of(group, resource, subresource))).isEqualTo(covered);
    }

    @Test
    void wordsOfPoliciesAboutSecretsAreNotShown() {
        ObjectNode status =
                (ObjectNode)
                        JsonMapper.shared()
                                .readTree(
                                        """
                                        {"message": "secrets \\"s\\" is forbidden: ValidatingAdmissionPolicy 'p' with binding 'b' denied request: hunter2 is weak",
                                         "details": {"name": "s", "causes": [{"message": "denied request: hunter2 is weak"}]},
                                         "code": 403}
                                        """);

        assertThat(Confidentiality.redacted(status).toString())
                .doesNotContain("hunter2")
                .contains("denied request: (hidden)\"")
                .contains("\"code\":403");
        assertThat(
                        Confidentiality.redacted(
                                Map.of(
                                        "authorization.k8s.io/decision",
                                        "allow",
                                        "policy/value",
                                        "hunter2",
                                        "validation.policy.admission.k8s.io/validation_failure",
                                        "hunter2")))
                .containsEntry("authorization.k8s.io/decision", "allow")
                .containsEntry("policy/value", "(hidden)")
                .containsEntry("validation.policy.admission.k8s.io/validation_failure", "(hidden)");
    }

    @Test
    void addressesAreThoseOfProxiesAndThePeer() {
        assertThat(SourceAddresses.of("", "", "10.0.0.1")).containsExactly("10.0.0.1");
        assertThat(SourceAddresses.of("", "", "")).isEmpty();
        assertThat(SourceAddresses.of("1.2.3.4, nonsense, 2001:DB8:0::1", "9.9.9.9", "127.0.0.1"))
                .containsExactly("1.2.3.4", "2001:db8::1", "9.9.9.9", "127.0.0.1");
        assertThat(SourceAddresses.of("127.0.0.1", "127.0.0.1", "127.0.0.1"))
                .containsExactly("127.0.0.1");
    }
}
