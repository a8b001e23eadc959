package dev.purser.api.kind.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.Writes;
import dev.purser.api.meta.KubeObject;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecretRulesTests {
    private final Writes writes = new Writes();

    private List<String> errors(String body) {
        return writes.errors("v1", "Secret", body);
    }

    private KubeObject create(String body) {
        return writes.create("v1", "Secret", body);
    }

    @Test
    void clearTextBecomesDataAndWins() {
        KubeObject secret = create("{'data':{'user':'cm9vdA=='},'stringData':{'user':'admin'}}");

        assertThat(secret.json().path("data").toString()).isEqualTo("{\"user\":\"YWRtaW4=\"}");
        assertThat(secret.json().has("stringData")).isFalse();
    }

    @Test
    void theTypeIsOpaqueUnlessGiven() {
        assertThat(create("{}").json().path("type").stringValue()).isEqualTo("Opaque");
        assertThat(create("{'type':'x/y'}").json().path("type").stringValue()).isEqualTo("x/y");
    }

    @Test
    void theTypeCanBeSelected() {
        KubeObject secret = create("{'type':'x/y'}");

        assertThat(writes.rules(secret).selectableFields(secret)).containsEntry("type", "x/y");
    }

    @Nested
    class BuiltInTypes {
        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "kubernetes.io/tls|data[tls.crt]: Required value;data[tls.key]: Required value",
                    "kubernetes.io/dockercfg|data[.dockercfg]: Required value",
                    "kubernetes.io/dockerconfigjson|data[.dockerconfigjson]: Required value",
                    "kubernetes.io/ssh-auth|data[ssh-privatekey]: Required value",
                    "kubernetes.io/basic-auth|data[password]: Required value;data[username]: Required value",
                    "kubernetes.io/service-account-token|metadata.annotations[kubernetes.io/service-account.name]: Required value",
                })
        void demandTheirKeys(String type, String expected) {
            assertThat(errors("{'type':'" + type + "'}"))
                    .containsExactlyInAnyOrder(expected.split(";"));
        }

        @Test
        void oneHalfOfBasicAuthIsEnough() {
            assertThat(errors("{'type':'kubernetes.io/basic-auth','stringData':{'username':''}}"))
                    .isEmpty();
        }

        @Test
        void brokenRegistryCredentialsAreRefusedWithoutShowingThem() {
            assertThat(
                            errors(
                                    "{'type':'kubernetes.io/dockercfg','stringData':{'.dockercfg':'not json'}}"))
                    .containsExactly(
                            "data[.dockercfg]: Invalid value: \"<secret contents redacted>\":"
                                    + " invalid character 'o' in literal null (expecting 'u')");
        }

        @Test
        void aCertificateWithoutPemIsWarnedOf() {
            KubeObject secret =
                    create(
                            "{'type':'kubernetes.io/tls','data':{'tls.crt':'Yw==','tls.key':'aw=='}}");

            assertThat(writes.rules(secret).warnings(secret, secret))
                    .containsExactly("tls: failed to find any PEM data in certificate input");
        }
    }

    @Nested
    class Changes {
        private final KubeObject frozen =
                create("{'stringData':{'a':'1'},'immutable':true,'type':'x/y'}");

        @Test
        void theTypeStays() {
            assertThat(writes.updateErrors(frozen, next -> next.json().put("type", "x/z")))
                    .containsExactly("type: Invalid value: \"x/z\": field is immutable");
        }

        @Test
        void immutableDataStayButMayBeSentAgain() {
            assertThat(
                            writes.updateErrors(
                                    frozen,
                                    next -> next.json().putObject("stringData").put("a", "2")))
                    .containsExactly("data: Forbidden: field is immutable when `immutable` is set");
            assertThat(
                            writes.updateErrors(
                                    frozen,
                                    next -> next.json().putObject("stringData").put("a", "1")))
                    .isEmpty();
        }
    }
}
