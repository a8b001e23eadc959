package dev.purser.cel.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.status.FieldError;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RuleDefinitionsTests {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static List<String> errors(String schema) {
        FieldErrors errors = new FieldErrors();
        RuleDefinitions.validate(
                (ObjectNode) JSON.readTree(schema.replace('\'', '"')), "schema", errors);
        return errors.list().stream().map(FieldError::toString).toList();
    }

    private static String object(String rule) {
        return """
        {'type': 'object', 'properties': {'size': {'type': 'integer'}},
         'x-kubernetes-validations': [%s]}
        """
                .formatted(rule);
    }

    @Test
    void aGoodRuleIsAccepted() {
        assertThat(errors(object("{'rule': 'self.size > 0'}"))).isEmpty();
    }

    @Test
    void aRuleThatDoesNotCompileIsShownWithItsPlace() {
        assertThat(errors(object("{'rule': 'self.nope > 0'}")))
                .containsExactly(
                        "schema.x-kubernetes-validations[0].rule: Invalid value:"
                                + " {\"Rule\":\"self.nope \\u003e 0\",\"Message\":\"\","
                                + "\"MessageExpression\":\"\",\"Reason\":null,\"FieldPath\":\"\","
                                + "\"OptionalOldSelf\":null}: compilation failed: ERROR:"
                                + " <input>:1:5: undefined field 'nope'\n"
                                + " | self.nope > 0\n"
                                + " | ....^");
    }

    @Test
    void aRuleMustBeTrueOrFalse() {
        assertThat(errors(object("{'rule': 'self.size'}")))
                .singleElement()
                .asString()
                .endsWith("cel expression must evaluate to a bool");
    }

    @Test
    void aMessageExpressionMustBeAText() {
        assertThat(errors(object("{'rule': 'true', 'messageExpression': '1'}")))
                .singleElement()
                .asString()
                .endsWith("messageExpression must evaluate to a string");
    }

    @Test
    void reasonsAndPathsAreKnownOnes() {
        assertThat(errors(object("{'rule': 'true', 'reason': 'Because', 'fieldPath': '.nope'}")))
                .containsExactly(
                        "schema.x-kubernetes-validations[0].reason: Unsupported value: \"Because\":"
                                + " supported values: \"FieldValueDuplicate\","
                                + " \"FieldValueForbidden\", \"FieldValueInvalid\","
                                + " \"FieldValueRequired\"",
                        "schema.x-kubernetes-validations[0].fieldPath: Invalid value: \".nope\":"
                                + " must be a valid path");
    }

    @Test
    void elementsOfAListHaveNoKnownPast() {
        assertThat(
                        errors(
                                """
                                {'type': 'object', 'properties': {'list': {'type': 'array', 'maxItems': 3,
                                  'items': {'type': 'integer', 'x-kubernetes-validations':
                                    [{'rule': 'self >= oldSelf'}]}}}}
                                """))
                .containsExactly(
                        "schema.properties[list].items.x-kubernetes-validations[0].rule: Invalid"
                                + " value: \"self >= oldSelf\": oldSelf cannot be used on the"
                                + " uncorrelatable portion of the schema within"
                                + " schema.properties[list]");
    }

    @Test
    void rulesWithoutLimitsCostTooMuch() {
        assertThat(
                        errors(
                                """
                                {'type': 'object', 'properties': {'list': {'type': 'array',
                                  'items': {'type': 'string'}, 'x-kubernetes-validations':
                                    [{'rule': 'self.all(a, self.all(b, a == b))'}]}}}
                                """))
                .anySatisfy(error ->
                        assertThat(error)
                                .startsWith(
                                        "schema.properties[list].x-kubernetes-validations[0].rule:"
                                                + " Forbidden: estimated rule cost exceeds budget by"
                                                + " factor of more than 100x"));
    }
}
