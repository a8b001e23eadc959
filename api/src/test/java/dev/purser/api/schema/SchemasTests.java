package dev.purser.api.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.GroupVersionKind;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SchemasTests {
    private final Schemas schemas = Schemas.load();

    private Field field(String type, String name) {
        return schemas.find("io.k8s.api." + type).orElseThrow().field(name).orElseThrow();
    }

    @Test
    void aKindHasItsSchema() {
        ObjectSchema schema =
                schemas.find(new GroupVersionKind("", "v1", "ConfigMap")).orElseThrow();

        assertThat(schema.name()).isEqualTo("io.k8s.api.core.v1.ConfigMap");
        assertThat(schema.kinds()).containsExactly(new GroupVersionKind("", "v1", "ConfigMap"));
        assertThat(schemas.find(new GroupVersionKind("", "v1", "PodList"))).isPresent();
    }

    @Test
    void everySchemaCanBeRead() {
        for (String name : schemas.names()) {
            ObjectSchema schema = schemas.find(name).orElseThrow();
            assertThat(schema.fields().size())
                    .as(name)
                    .isEqualTo(schemas.raw(name).path("properties").size());
        }
    }

    @Test
    void fieldsComeInTheOrderOfKubernetesStructs() {
        assertThat(schemas.find("io.k8s.api.core.v1.ConfigMap").orElseThrow().fields())
                .extracting(Field::name)
                .containsExactly(
                        "kind", "apiVersion", "metadata", "immutable", "data", "binaryData");
    }

    @Test
    void absenceTellsPointersFromValues() {
        assertThat(field("core.v1.ConfigMap", "immutable").absence()).isEqualTo(Absence.KEPT);
        assertThat(field("core.v1.ConfigMap", "data").absence()).isEqualTo(Absence.DROPPED);
        assertThat(field("core.v1.Container", "resources").absence()).isEqualTo(Absence.WRITTEN);
        assertThat(field("rbac.v1.Role", "rules").absence()).isEqualTo(Absence.WRITTEN_AS_NULL);
    }

    @Test
    void listsKnowHowTheyMerge() {
        Field volumes = field("core.v1.PodSpec", "volumes");

        assertThat(volumes.schema())
                .isInstanceOfSatisfying(
                        ListSchema.class,
                        list -> {
                            assertThat(list.listType()).isEqualTo(ListType.MAP);
                            assertThat(list.mapKeys()).containsExactly("name");
                        });
        assertThat(volumes.merge()).isEqualTo(new Merge(Set.of("merge", "retainKeys"), "name"));
    }

    @Test
    void fieldsKnowTheirNamesAndTypesInGo() {
        assertThat(field("core.v1.PodSpec", "dnsPolicy").go())
                .isEqualTo(new GoField("DNSPolicy", "v1.DNSPolicy"));
        assertThat(field("core.v1.PodSpec", "containers").go())
                .isEqualTo(new GoField("Containers", "[]v1.Container"));
    }

    @Test
    void valuesThatDecodeThemselvesAreScalars() {
        assertThat(field("core.v1.ServicePort", "targetPort").schema())
                .isEqualTo(ScalarSchema.INT_OR_STRING);
        assertThat(field("core.v1.EmptyDirVolumeSource", "sizeLimit").schema())
                .isEqualTo(ScalarSchema.QUANTITY);
        assertThat(field("coordination.v1.LeaseSpec", "renewTime").schema())
                .isEqualTo(ScalarSchema.MICRO_TIME);
    }

    @Test
    void anUnknownNameHasNoSchema() {
        assertThat(schemas.find("no.such.Type")).isEmpty();
        assertThatThrownBy(() -> schemas.raw("no.such.Type"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
