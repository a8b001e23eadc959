package dev.purser.api.extension;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class PruningTests {
    private static final JsonSchema SCHEMA =
            JsonText.schema(
                    """
                    {'type':'object','properties':{'spec':{'type':'object','properties':{
                      'known':{'type':'string'},
                      'list':{'type':'array','items':{'type':'object','properties':{'a':{}}}},
                      'free':{'type':'object','x-kubernetes-preserve-unknown-fields':true,
                        'properties':{'strict':{'type':'object','properties':{'a':{}}}}},
                      'map':{'type':'object','additionalProperties':{'type':'object'}},
                      'inner':{'type':'object','x-kubernetes-embedded-resource':true,
                        'properties':{'spec':{'type':'object'}}}}}}}\
                    """);

    @Test
    void takesOutWhatTheSchemaDoesNotKnowAndNamesIt() {
        ObjectNode object = JsonText.object("{'kind':'A','spec':{'known':'x','odd':1},'extra':2}");
        assertThat(Pruning.pruneObject(object, SCHEMA)).containsExactly("extra", "spec.odd");
        assertThat(object).isEqualTo(JsonText.object("{'kind':'A','spec':{'known':'x'}}"));
    }

    @Test
    void namesItemsByTheirPlace() {
        ObjectNode object = JsonText.object("{'spec':{'list':[{'a':1},{'b':2}]}}");
        assertThat(Pruning.pruneObject(object, SCHEMA)).containsExactly("spec.list[1].b");
    }

    @Test
    void keepsUnknownFieldsWhereTheyArePreservedButNotBelowKnownOnes() {
        ObjectNode object = JsonText.object("{'spec':{'free':{'x':1,'strict':{'a':1,'b':2}}}}");
        assertThat(Pruning.pruneObject(object, SCHEMA)).containsExactly("spec.free.strict.b");
    }

    @Test
    void keepsTheMetadataOfEmbeddedObjects() {
        ObjectNode object =
                JsonText.object("{'spec':{'inner':{'kind':'B','metadata':{'name':'n'},'x':1}}}");
        assertThat(Pruning.pruneObject(object, SCHEMA)).containsExactly("spec.inner.x");
    }

    @Test
    void prunesEverythingButTheMetadataWhereNothingIsKnown() {
        ObjectNode object = JsonText.object("{'kind':'A','metadata':{'name':'n'},'spec':{}}");
        assertThat(Pruning.pruneObject(object, JsonSchema.empty())).containsExactly("spec");
    }
}
