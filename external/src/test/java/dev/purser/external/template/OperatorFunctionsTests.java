package dev.purser.external.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.external.secret.SecretValue;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Archives, certificates and keys that OpenSSL made.
class OperatorFunctionsTests {
    private static final String KEY =
            """
            {"kty":"EC","crv":"P-256","x":"MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4",\
            "y":"4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM",\
            "d":"870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE"}\
            """;

    private static Map<String, SecretValue> data() throws IOException {
        Map<String, SecretValue> data = new HashMap<>();
        for (String name :
                List.of(
                        "ca.crt",
                        "leaf.crt",
                        "leaf.key",
                        "with-password.p12",
                        "without-password.p12",
                        "legacy.p12")) {
            try (InputStream resource =
                    OperatorFunctionsTests.class.getResourceAsStream("/template/" + name)) {
                data.put(
                        name.replaceAll("[-.]", "_"),
                        SecretValue.of(Objects.requireNonNull(resource).readAllBytes()));
            }
        }
        data.put("jwk", SecretValue.of(KEY));
        return data;
    }

    private static String render(String template) throws IOException, TemplateException {
        return Rendering.templates().render("t", template, data()).text();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{ eq .leaf_key (pkcs12keyPass \"pw1\" .with_password_p12) }}",
                "{{ eq .leaf_key (pkcs12keyPass \"pw1\" .legacy_p12) }}",
                "{{ eq .leaf_key (pkcs12key .without_password_p12) }}",
                "{{ eq (print .leaf_crt .ca_crt) (pkcs12certPass \"pw1\" .with_password_p12) }}",
                "{{ eq (print .leaf_crt .ca_crt) (pkcs12cert .without_password_p12) }}",
                "{{ eq .leaf_crt (pkcs12cert (pemToPkcs12 .leaf_crt .leaf_key | b64dec)) }}",
                "{{ eq .leaf_key (pkcs12keyPass \"x\" (pemToPkcs12Pass .leaf_crt .leaf_key \"x\" | b64dec)) }}",
                "{{ eq (print .leaf_crt .ca_crt) (pkcs12certPass \"x\" (fullPemToPkcs12Pass (print .leaf_crt .ca_crt) .leaf_key \"x\" | b64dec)) }}",
                "{{ eq .leaf_crt (filterPEM \"CERTIFICATE\" (print .leaf_key .leaf_crt)) }}",
                "{{ eq .leaf_crt (filterCertChain \"leaf\" (print .ca_crt .leaf_crt)) }}",
                "{{ eq .ca_crt (filterCertChain \"root\" (print .ca_crt .leaf_crt)) }}",
                "{{ eq \"\" (filterCertChain \"intermediate\" (print .ca_crt .leaf_crt)) }}",
            })
    void yes(String template) throws IOException, TemplateException {
        assertThat(render(template)).isEqualTo("true");
    }

    @Test
    void namesOfACertificate() throws IOException, TemplateException {
        assertThat(render("{{ certSANs .leaf_crt | join \",\" }}"))
                .isEqualTo("a.example,b.example,10.0.0.1,2001:db8::1,x@example.com,spiffe://c/w");
    }

    @Test
    void webKeys() throws IOException, TemplateException {
        assertThat(render("{{ jwkPrivateKeyPem .jwk }}"))
                .startsWith("-----BEGIN PRIVATE KEY-----\nMIGTAgEAMBMGByqGSM49AgEG")
                .endsWith("-----END PRIVATE KEY-----\n");
        assertThat(render("{{ omit (fromJson .jwk) \"d\" | toJson | jwkPublicKeyPem }}"))
                .isEqualTo(
                        """
                        -----BEGIN PUBLIC KEY-----
                        MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEMKBCTNIcKUSDii11ySs3526iDZ8A
                        iTo7Tu6KPAqv7D7gS2XpJFbZiItSs3m9+9Ue6GnvHw/GW2ZZaVtszggXIw==
                        -----END PUBLIC KEY-----
                        """);
    }

    @Test
    void aTrustStoreHoldsTheCertificates() throws IOException, TemplateException {
        assertThat(render("{{ pemTruststoreToPKCS12Pass .ca_crt \"secret\" | b64dec | len }}"))
                .matches("[0-9]{4}");
    }

    @Test
    void madeCertificates() throws IOException, TemplateException {
        assertThat(
                        render(
                                """
                                {{- $ca := genCA "authority" 3 -}}
                                {{- $made := genSignedCert "name" (list "10.0.0.1") (list "h.example") 3 $ca -}}
                                {{ certSANs $made.Cert }} {{ $made.Key | trunc 31 }}\
                                """))
                .isEqualTo("[h.example 10.0.0.1] -----BEGIN RSA PRIVATE KEY-----");
    }
}
