package dev.purser.api.extension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.extension.PublishedSchema.Dialect;
import dev.purser.api.meta.GroupVersionKind;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class PublishedSchemaTests {
    private static final GroupVersionKind KIND =
            new GroupVersionKind("toys.example.com", "v1", "Widget");
    private static final JsonSchema SCHEMA =
            JsonText.schema(
                    """
                    {'type':'object','properties':{'spec':{'type':'object','required':['maybe'],
                      'properties':{'either':{'x-kubernetes-int-or-string':true},
                        'maybe':{'type':'string','nullable':true},
                        'free':{'type':'object','x-kubernetes-preserve-unknown-fields':true},
                        'some':{'type':'object','anyOf':[{'minProperties':1}]}}}}}\
                    """);

    @Test
    void namesASchemaByItsGroupBackwards() {
        assertThat(PublishedSchema.name(KIND)).isEqualTo("com.example.toys.v1.Widget");
    }

    @Test
    void addsWhatAllObjectsHave() {
        ObjectNode published = PublishedSchema.object(KIND, SCHEMA, Dialect.V3);
        assertThat(published.path("properties").propertyNames())
                .containsExactlyInAnyOrder("apiVersion", "kind", "metadata", "spec");
        assertThat(published.at("/x-kubernetes-group-version-kind/0/kind").asString())
                .isEqualTo("Widget");
    }

    @Test
    void spellsIntegersOrStringsOutForVersion3() {
        ObjectNode published = PublishedSchema.object(KIND, SCHEMA, Dialect.V3);
        assertThat(published.at("/properties/spec/properties/either/anyOf/0/type").asString())
                .isEqualTo("integer");
    }

    @Test
    void leavesOutForVersion2WhatItsClientsCannotRead() {
        ObjectNode spec =
                (ObjectNode)
                        PublishedSchema.object(KIND, SCHEMA, Dialect.V2).at("/properties/spec");
        assertThat(spec.at("/properties/some").has("anyOf")).isFalse();
        assertThat(spec.at("/properties/maybe").has("type")).isFalse();
        assertThat(spec.at("/properties/free").has("type")).isFalse();
    }

    @Test
    void saysNothingOfObjectsWithoutASchema() {
        assertThat(PublishedSchema.object(KIND, null, Dialect.V3).path("properties").isEmpty())
                .isTrue();
    }
}
