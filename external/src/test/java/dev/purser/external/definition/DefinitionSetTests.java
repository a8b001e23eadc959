package dev.purser.external.definition;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class DefinitionSetTests {
    /// What belongs to each revision. When the last test fails, raise the revision and note it
    /// here.
    private static final Map<Integer, String> DIGESTS = Map.of(1, "7b86565bfe1e3d16");

    private final List<KubeObject> definitions = DefinitionSet.load();

    private JsonNode schema(String plural) {
        return definitions.stream()
                .filter(each -> each.name().equals(plural + ".external-secrets.io"))
                .findFirst()
                .orElseThrow()
                .json()
                .at("/spec/versions/0/schema/openAPIV3Schema");
    }

    @Test
    void thereIsOneForEachName() {
        assertThat(definitions).extracting(KubeObject::name).isEqualTo(DefinitionSet.NAMES);
    }

    @Test
    void everyReferenceIsResolved() {
        assertThat(definitions.toString() + definitions.stream().map(KubeObject::json).toList())
                .doesNotContain("$ref");
    }

    @Test
    void bothVersionsHaveTheSameSchemaAndOneIsStored() {
        for (KubeObject definition : definitions) {
            JsonNode versions = definition.json().at("/spec/versions");
            assertThat(versions.path(0).path("schema")).isEqualTo(versions.path(1).path("schema"));
            assertThat(versions.path(0).path("storage").asBoolean()).isTrue();
            assertThat(versions.path(1).path("storage").asBoolean()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "externalsecrets, /properties/spec/properties/refreshInterval/default, 1h0m0s",
        "externalsecrets, /properties/spec/properties/target/properties/creationPolicy/default,"
                + " Owner",
        "externalsecrets, /properties/spec/properties/target/default/deletionPolicy, Retain",
        "externalsecrets, /properties/spec/properties/target/properties/template/properties/engineVersion/default,"
                + " v2",
        "secretstores, /properties/spec/properties/provider/properties/vault/properties/version/default,"
                + " v2",
        "clustersecretstores, /properties/spec/properties/provider/properties/kubernetes/properties/remoteNamespace/default,"
                + " default",
        "clusterexternalsecrets, /properties/spec/properties/externalSecretSpec/properties/refreshInterval/default,"
                + " 1h0m0s",
    })
    void theUsualValuesAreThoseOfTheOperator(String plural, String pointer, String value) {
        assertThat(schema(plural).at(pointer).asString("missing")).isEqualTo(value);
    }

    @Test
    void whatStandsBesideAReferenceGoesBeforeIt() {
        JsonNode name =
                schema("externalsecrets").at("/properties/spec/properties/target/properties/name");
        assertThat(name.path("description").asString()).startsWith("Its name");
        assertThat(name.path("maxLength").asInt()).isEqualTo(253);
    }

    @Test
    void everyPropertyOfASpecificationIsDescribed() {
        for (KubeObject definition : definitions) {
            requireDescriptions(
                    definition.name(),
                    definition
                            .json()
                            .at("/spec/versions/0/schema/openAPIV3Schema/properties/spec"));
        }
    }

    private static void requireDescriptions(String path, JsonNode schema) {
        assertThat(schema.path("description").asString("")).as(path).isNotEmpty();
        schema.path("properties")
                .properties()
                .forEach(entry ->
                        requireDescriptions(path + "." + entry.getKey(), entry.getValue()));
        JsonNode items = schema.path("items");
        items.path("properties")
                .properties()
                .forEach(entry ->
                        requireDescriptions(path + "[]." + entry.getKey(), entry.getValue()));
    }

    @Test
    void aChangeNeedsANewRevision() throws Exception {
        String text = definitions.stream().map(KubeObject::json).toList().toString();
        byte[] digest =
                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        assertThat(DIGESTS)
                .containsEntry(
                        DefinitionSet.REVISION, HexFormat.of().formatHex(digest).substring(0, 16));
    }
}
