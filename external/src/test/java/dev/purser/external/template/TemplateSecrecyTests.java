package dev.purser.external.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Errors tell no value.
class TemplateSecrecyTests {
    private static final String CANARY = "canary-7f3a";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ fail .secret }}",
                "{{ fail (printf \"it is %s\" .secret) }}",
                "{{ .secret.x }}",
                "{{ index .secret \"x\" }}",
                "{{ index (dict) 1 .secret }}",
                "{{ range .secret }}{{ end }}",
                "{{ add1 .secret | upper }}",
                "{{ mustFromJson .secret }}",
                "{{ mustToDate \"2006\" .secret }}",
                "{{ mustToDate .secret \"x\" }}",
                "{{ mustDateModify .secret now }}",
                "{{ mustRegexFind (print \"(\" .secret) \"x\" }}",
                "{{ regexFind (print \"[\" .secret) \"x\" }}",
                "{{ semver .secret }}",
                "{{ semverCompare .secret \"1.0.0\" }}",
                "{{ semverCompare \"1.0.0\" .secret }}",
                "{{ urlParse (print \"http://h:\" .secret) }}",
                "{{ urlParse (print .secret \"%zz\") }}",
                "{{ eq .secret 1 }}",
                "{{ lt .secret 1 }}",
                "{{ call .secret }}",
                "{{ first .secret }}",
                "{{ dig .secret 1 2 }}",
                "{{ genCA .secret 1 | upper }}",
                "{{ buildCustomCert .secret .secret }}",
                "{{ genSelfSignedCert .secret (list .secret) nil 1 }}",
                "{{ genCAWithKey \"c\" 1 .secret }}",
                "{{ decryptAES .secret .secret }}",
                "{{ pkcs12keyPass .secret .secret }}",
                "{{ pemToPkcs12 .secret .secret }}",
                "{{ filterPEM \"X\" .secret }}",
                "{{ filterCertChain \"leaf\" .secret }}",
                "{{ certSANs .secret }}",
                "{{ jwkPublicKeyPem .secret }}",
                "{{ rsaDecrypt .secret \"SHA1\" .secret .secret }}",
                "{{ rsaDecrypt \"RSA-OAEP\" \"SHA1\" .secret .secret }}",
                "{{ template .secret }}",
            })
    void errorsTellNoValue(String template) {
        assertThat(Rendering.failure(template, Map.of("secret", CANARY)))
                .startsWith("template: t:1")
                .doesNotContain(CANARY);
    }

    @Test
    void aMessageOfTheTemplateItselfIsTold() {
        assertThat(Rendering.failure("{{ fail \"no user\" }}", Map.of()))
                .endsWith("error calling fail: no user");
    }
}
