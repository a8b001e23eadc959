package dev.purser.api.extension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.status.FieldError;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListUniquenessTests {
    private static List<String> errors(String schema, String object) {
        FieldErrors errors = new FieldErrors();
        ListUniqueness.validate(JsonText.object(object), JsonText.schema(schema), "", errors);
        return errors.list().stream().map(FieldError::toString).toList();
    }

    @Test
    void namesTheSecondOfEqualItemsOfASetOnce() {
        String schema =
                "{'properties':{'s':{'type':'array','x-kubernetes-list-type':'set','items':{}}}}";
        assertThat(errors(schema, "{'s':['a','b','a','a']}"))
                .containsExactly("s[2]: Duplicate value: \"a\"");
    }

    @Test
    void comparesItemsOfAMapByTheirKeys() {
        String schema =
                """
                {'properties':{'s':{'type':'array','x-kubernetes-list-type':'map',
                  'x-kubernetes-list-map-keys':['b','a'],'items':{'type':'object'}}}}\
                """;
        assertThat(errors(schema, "{'s':[{'a':1,'b':2,'c':3},{'b':2,'a':1}]}"))
                .containsExactly("s[1]: Duplicate value: {\"a\":1,\"b\":2}");
    }

    @Test
    void wantsObjectsInAMap() {
        String schema =
                """
                {'properties':{'s':{'type':'array','x-kubernetes-list-type':'map',
                  'x-kubernetes-list-map-keys':['a'],'items':{'type':'object'}}}}\
                """;
        assertThat(errors(schema, "{'s':[1e21]}"))
                .containsExactly(
                        "s[0]: Invalid value: 1e+21: must be an object for an array of list-type"
                                + " map");
    }
}
