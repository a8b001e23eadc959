package dev.purser.api.extension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.status.FieldError;
import java.util.List;
import org.junit.jupiter.api.Test;

class StructuralCheckTests {
    private static List<String> errors(String schema) {
        return StructuralCheck.errors(JsonText.schema(schema), "s").stream()
                .map(FieldError::toString)
                .toList();
    }

    @Test
    void wantsATypeOfEveryPart() {
        assertThat(errors("{'properties':{'a':{}}}"))
                .containsExactly(
                        "s.properties[a].type: Required value: must not be empty for specified"
                                + " object fields",
                        "s.type: Required value: must not be empty at the root");
    }

    @Test
    void wantsPartsOfAlternativesToBeKnown() {
        assertThat(errors("{'type':'object','allOf':[{'properties':{'a':{'minimum':1}}}]}"))
                .containsExactly(
                        "s.properties[a]: Required value: because it is defined in"
                                + " s.allOf[0].properties[a]");
    }

    @Test
    void letsAlternativesRestrictOnly() {
        assertThat(errors("{'type':'object','not':{'type':'object','description':'d'}}"))
                .containsExactly(
                        "s.not.description: Forbidden: must be empty to be structural",
                        "s.not.type: Forbidden: must be empty to be structural");
    }

    @Test
    void takesTheUsualSpellingOfIntOrString() {
        assertThat(
                        errors(
                                """
                                {'type':'object','properties':{'a':{
                                  'x-kubernetes-int-or-string':true,
                                  'anyOf':[{'type':'integer'},{'type':'string'}]}}}\
                                """))
                .isEmpty();
    }

    @Test
    void leavesMetadataToKubernetes() {
        assertThat(
                        errors(
                                """
                                {'type':'object','properties':{'metadata':{'type':'object',
                                  'properties':{'labels':{'type':'object'}}}}}\
                                """))
                .containsExactly(
                        "s.properties[metadata]: Forbidden: must not specify anything other than"
                                + " name and generateName, but metadata is implicitly specified");
    }

    @Test
    void showsWhatIsWrongWithAnExpression() {
        assertThat(errors("{'type':'object','properties':{'a':{'type':'string','pattern':'('}}}"))
                .containsExactly(
                        "s.properties[a].pattern: Invalid value: \"(\": must be a valid regular"
                                + " expression, but isn't: error parsing regexp: missing closing ):"
                                + " `(`");
    }
}
