package dev.purser.external.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.external.secret.SecretValue;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class TargetTemplateTests {
    private static final Map<String, SecretValue> FETCHED =
            Rendering.values(Map.of("user", "admin", "password", "p:w\"d", "host", "db"));

    private final TargetTemplate target =
            new TargetTemplate(
                    Rendering.templates(),
                    (strategy, value) -> SecretValue.of(Base64.getDecoder().decode(value.bytes())));

    private Rendered apply(String template) throws TemplateException, InterruptedException {
        return target.apply(JsonMapper.shared().readTree(template), FETCHED, new Sources());
    }

    private static final class Sources implements TemplateSources {
        @Override
        public Map<String, SecretValue> configMap(String name) {
            return Rendering.values(
                    Map.of("file", "user={{ .user }}", "pairs", "{{ .user }}_key: {{ .host }}"));
        }

        @Override
        public Map<String, SecretValue> secret(String name) {
            return Rendering.values(Map.of("file", "hidden-text {{ .nothing }}"));
        }
    }

    private static String text(Rendered rendered, String key) {
        SecretValue value = rendered.data().get(key);
        return value == null ? "(none)" : value.text();
    }

    @Test
    void dataReplacesWhatWasFetched() throws TemplateException, InterruptedException {
        Rendered rendered =
                apply(
                        """
                        {"type": "kubernetes.io/dockerconfigjson", "engineVersion": "v2",
                         "data": {"line": "{{ .user }}@{{ .host }}"}}\
                        """);
        assertThat(rendered.data()).containsOnlyKeys("line");
        assertThat(text(rendered, "line")).isEqualTo("admin@db");
        assertThat(rendered.type()).contains("kubernetes.io/dockerconfigjson");
    }

    @Test
    void mergeKeepsWhatWasFetched() throws TemplateException, InterruptedException {
        Rendered rendered =
                apply(
                        "{\"mergePolicy\": \"Merge\", \"data\": {\"user\": \"{{ .user | upper }}\"}}");
        assertThat(rendered.data()).containsOnlyKeys("user", "password", "host");
        assertThat(text(rendered, "user")).isEqualTo("ADMIN");
    }

    @Test
    void withoutDataWhatWasFetchedStays() throws TemplateException, InterruptedException {
        assertThat(apply("{\"type\": \"Opaque\"}").data()).isEqualTo(FETCHED);
    }

    @Test
    void metadataIsRendered() throws TemplateException, InterruptedException {
        Rendered rendered =
                apply(
                        """
                        {"metadata": {"labels": {"for": "{{ .user }}"},
                                      "annotations": {"at": "{{ .host }}"},
                                      "finalizers": ["example.com/keep"]}}\
                        """);
        assertThat(rendered.labels()).containsExactly(Map.entry("for", "admin"));
        assertThat(rendered.annotations()).containsExactly(Map.entry("at", "db"));
        assertThat(rendered.finalizers()).containsExactly("example.com/keep");
    }

    @Test
    void templatesFromElsewhere() throws TemplateException, InterruptedException {
        Rendered rendered =
                apply(
                        """
                        {"templateFrom": [
                          {"configMap": {"name": "c", "items": [{"key": "file"},
                             {"key": "pairs", "templateAs": "KeysAndValues"}]}},
                          {"target": "Labels", "literal": "{{ .user }}: yes-it-is\\ncount: 5\\nf: 1.50"},
                          {"target": "annotations", "literal": "a: true"},
                          {"literal": "# nothing"}],
                         "data": {"admin_key": "wins"}}\
                        """);
        assertThat(text(rendered, "file")).isEqualTo("user=admin");
        assertThat(text(rendered, "admin_key")).isEqualTo("wins");
        assertThat(rendered.labels())
                .containsExactlyInAnyOrderEntriesOf(
                        Map.of("admin", "yes-it-is", "count", "5", "f", "1.5"));
        assertThat(rendered.annotations()).containsExactly(Map.entry("a", "true"));
        assertThat(rendered.data()).containsOnlyKeys("file", "admin_key");
    }

    @Test
    void renderedValuesAreDecoded() throws TemplateException, InterruptedException {
        Rendered rendered =
                apply(
                        """
                        {"templateFrom": [{"valuesDecodingStrategy": "Base64",
                           "literal": "{{ range $k, $v := . }}{{ $k }}: {{ $v | b64enc }}\\n{{ end }}"}]}\
                        """);
        assertThat(rendered.data()).isEqualTo(FETCHED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "{\"engineVersion\": \"v1\"}#unsupported template engine version: v1",
                "{\"type\": \"bootstrap.kubernetes.io/token\"}#template.type=\"bootstrap.kubernetes.io/token\" is not allowed",
                "{\"type\": \"kubernetes.io/service-account-token\", \"metadata\": {\"annotations\": {\"kubernetes.io/service-account.name\": \"x\"}}}#with annotation \"kubernetes.io/service-account.name\" is not allowed",
                "{\"type\": \"kubernetes.io/service-account-token\", \"templateFrom\": [{\"target\": \"Annotations\", \"literal\": \"a: b\"}]}#with templateFrom target=\"Annotations\" is not allowed",
                "{\"templateFrom\": [{\"target\": \"spec.x\", \"literal\": \"a: b\"}]}#templateFrom target=\"spec.x\" is not allowed when targeting a Secret",
                "{\"templateFrom\": [{\"configMap\": {\"name\": \"c\", \"items\": [{\"key\": \"none\"}]}}]}#error in configmap c: missing key none",
                "{\"templateFrom\": [{\"literal\": \"- a\"}]}#it is no map",
                "{\"templateFrom\": [{\"literal\": \"a: [1]\"}]}#is a list or a map",
                "{\"data\": {\"k\": \"{{ .foo }}\"}}#unable to execute template at key k: template: k:1:3: executing \"k\" at <.foo>: map has no entry for key \"foo\"",
                "{\"data\": {\"k\": \"{{ nofunc }}\"}}#unable to execute template at key k: template: k:1: function \"nofunc\" not defined",
            })
    void refused(String template, String why) {
        assertThatThrownBy(() -> apply(template))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining(why);
    }

    @Test
    void theTextOfATemplateInASecretIsNotTold() {
        assertThatThrownBy(() ->
                        apply(
                                "{\"templateFrom\": [{\"secret\": {\"name\": \"s\", \"items\": [{\"key\": \"file\"}]}}]}"))
                .isInstanceOf(TemplateException.class)
                .hasMessageContaining("file:1:")
                .hasMessageNotContaining("nothing")
                .hasMessageNotContaining("hidden-text");
    }

    @Test
    void filesOfManyForms() throws TemplateException, InterruptedException {
        Rendered rendered =
                apply(
                        """
                        {"data": {
                          "app.properties": "db.user={{ .user }}\\ndb.password={{ .password }}\\n",
                          "config.yaml": "database:\\n{{ dict \\"user\\" .user \\"password\\" .password | toYaml | indent 2 }}\\n",
                          "config.json": "{{ dict \\"user\\" .user \\"password\\" .password | toJson }}",
                          ".dockerconfigjson": "{\\"auths\\":{\\"{{ .host }}\\":{\\"username\\":\\"{{ .user }}\\",\\"password\\":{{ .password | toJson }},\\"auth\\":\\"{{ printf \\"%s:%s\\" .user .password | b64enc }}\\"}}}"}}\
                        """);
        assertThat(text(rendered, "app.properties"))
                .isEqualTo("db.user=admin\ndb.password=p:w\"d\n");
        assertThat(text(rendered, "config.yaml"))
                .isEqualTo("database:\n  password: p:w\"d\n  user: admin\n");
        assertThat(text(rendered, "config.json"))
                .isEqualTo("{\"password\":\"p:w\\\"d\",\"user\":\"admin\"}");
        String auth =
                Base64.getEncoder().encodeToString("admin:p:w\"d".getBytes(StandardCharsets.UTF_8));
        assertThat(
                        JsonMapper.shared()
                                .readTree(text(rendered, ".dockerconfigjson"))
                                .at("/auths/db/auth")
                                .asString())
                .isEqualTo(auth);
    }

    @Test
    void bytesThatAreNoTextStayThemselves() throws TemplateException {
        byte[] bytes = {0, (byte) 0xFF, (byte) 0xC3, 0x28, 10};
        Map<String, SecretValue> data = Map.of("b", SecretValue.of(bytes));
        assertThat(Rendering.templates().render("t", "{{ .b }}", data).bytes()).isEqualTo(bytes);
        assertThat(Rendering.templates().render("t", "{{ .b | b64enc | b64dec }}", data).bytes())
                .isEqualTo(bytes);
    }
}
