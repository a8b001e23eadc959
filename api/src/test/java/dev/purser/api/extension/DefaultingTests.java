package dev.purser.api.extension;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class DefaultingTests {
    private static final JsonSchema SCHEMA =
            JsonText.schema(
                    """
                    {'type':'object','properties':{
                      'colour':{'type':'string','default':'red'},
                      'maybe':{'type':'string','nullable':true,'default':'x'},
                      'plain':{'type':'string'},
                      'inner':{'type':'object','default':{},
                        'properties':{'n':{'type':'integer','default':3}}},
                      'list':{'type':'array','items':{'type':'object',
                        'properties':{'p':{'type':'string','default':'TCP'}}}}}}\
                    """);

    private static ObjectNode defaulted(String text) {
        ObjectNode object = JsonText.object(text);
        Defaulting.removeNulls(object, SCHEMA);
        Defaulting.setDefaults(object, SCHEMA);
        return object;
    }

    @Test
    void fillsInWhatIsAbsentAlsoBelowADefault() {
        assertThat(defaulted("{}"))
                .isEqualTo(JsonText.object("{'colour':'red','maybe':'x','inner':{'n':3}}"));
    }

    @Test
    void replacesANullThatMayNotBe() {
        assertThat(defaulted("{'colour':null}").path("colour").asString()).isEqualTo("red");
    }

    @Test
    void keepsANullThatMayBe() {
        assertThat(defaulted("{'maybe':null}").path("maybe").isNull()).isTrue();
    }

    @Test
    void removesANullThatHasNoDefault() {
        assertThat(defaulted("{'plain':null}").has("plain")).isFalse();
    }

    @Test
    void fillsInItemsOfLists() {
        assertThat(defaulted("{'list':[{}]}").at("/list/0/p").asString()).isEqualTo("TCP");
    }
}
