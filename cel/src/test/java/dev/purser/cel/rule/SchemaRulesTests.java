package dev.purser.cel.rule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.status.FieldError;
import dev.purser.api.status.FieldErrors;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SchemaRulesTests {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final List<String> warnings = new ArrayList<>();

    private static ObjectNode json(String text) {
        return (ObjectNode) JSON.readTree(text.replace('\'', '"'));
    }

    /// A schema whose `spec` has two numbers, a text and rules.
    private static SchemaRules rules(String... rules) {
        ObjectNode schema =
                json(
                        """
                        {'type': 'object', 'properties': {'spec': {'type': 'object', 'properties': {
                          'low': {'type': 'integer'}, 'high': {'type': 'integer'},
                          'name': {'type': 'string'},
                          'list': {'type': 'array', 'items': {'type': 'integer'}}}}}}
                        """);
        var array =
                ((ObjectNode) schema.path("properties").path("spec"))
                        .putArray("x-kubernetes-validations");
        for (String rule : rules) {
            array.add(json(rule));
        }
        return SchemaRules.compile(schema);
    }

    private List<String> errors(SchemaRules rules, String object) {
        return errors(rules, object, null);
    }

    private List<String> errors(SchemaRules rules, String object, @Nullable String old) {
        FieldErrors errors = new FieldErrors();
        JsonNode before = old == null ? null : json(old);
        rules.validate(json(object), before, errors, warnings::add);
        return errors.list().stream().map(FieldError::toString).toList();
    }

    @Nested
    class Rules {
        @Test
        void aSchemaWithoutRulesHasNothingToValidate() {
            assertThat(SchemaRules.compile(json("{'type': 'object'}")).isEmpty()).isTrue();
        }

        @Test
        void aKeptRuleSaysNothing() {
            assertThat(
                            errors(
                                    rules("{'rule': 'self.low <= self.high'}"),
                                    "{'spec': {'low': 1, 'high': 2}}"))
                    .isEmpty();
        }

        @Test
        void aBrokenRuleIsNamed() {
            assertThat(
                            errors(
                                    rules("{'rule': 'self.low <= self.high'}"),
                                    "{'spec': {'low': 3, 'high': 2}}"))
                    .containsExactly("spec: Invalid value: failed rule: self.low <= self.high");
        }

        @Test
        void messageReasonAndPathAreTheRules() {
            assertThat(
                            errors(
                                    rules(
                                            "{'rule': 'false', 'message': 'no', 'reason':"
                                                    + " 'FieldValueForbidden', 'fieldPath': '.name'}"),
                                    "{'spec': {}}"))
                    .containsExactly("spec.name: Forbidden: no");
        }

        @Test
        void aMessageExpressionSaysWhatIsWrong() {
            assertThat(
                            errors(
                                    rules(
                                            "{'rule': 'self.low < 3', 'messageExpression': '\\\"low is \\\""
                                                    + " + string(self.low)'}"),
                                    "{'spec': {'low': 3}}"))
                    .containsExactly("spec: Invalid value: low is 3");
        }

        @Test
        void aFailingRuleIsAnError() {
            assertThat(errors(rules("{'rule': 'self.low < 3'}"), "{'spec': {}}"))
                    .containsExactly(
                            "spec: Invalid value: \"object\": no such key: low evaluating rule:"
                                    + " self.low < 3");
        }

        @Test
        void anEndlessRuleIsStopped() {
            String list = "1,".repeat(3000) + "1";
            assertThat(
                            errors(
                                    rules(
                                            "{'rule': 'self.list.all(a, self.list.all(b,"
                                                    + " self.list.all(c, a + b + c > 0)))'}"),
                                    "{'spec': {'list': [" + list + "]}}"))
                    .singleElement()
                    .asString()
                    .contains("call cost exceeds limit for rule");
        }
    }

    @Nested
    class Changes {
        private final SchemaRules rules = rules("{'rule': 'self.name == oldSelf.name'}");

        @Test
        void aRuleAboutChangesDoesNotApplyToANewObject() {
            assertThat(errors(rules, "{'spec': {'name': 'a'}}")).isEmpty();
        }

        @Test
        void aRuleAboutChangesSeesTheOldValue() {
            assertThat(errors(rules, "{'spec': {'name': 'a'}}", "{'spec': {'name': 'b'}}"))
                    .containsExactly("spec: Invalid value: failed rule: self.name == oldSelf.name");
        }

        @Test
        void anOptionalOldValueMayBeMissing() {
            SchemaRules optional = rules("{'rule': 'oldSelf.hasValue()', 'optionalOldSelf': true}");
            assertThat(errors(optional, "{'spec': {}}")).hasSize(1);
            assertThat(errors(optional, "{'spec': {}}", "{'spec': {}}")).isEmpty();
        }

        @Test
        void whatWasWrongBeforeIsOnlyAWarning() {
            String object = "{'spec': {'low': 3, 'high': 2}}";
            assertThat(errors(rules("{'rule': 'self.low <= self.high'}"), object, object))
                    .isEmpty();
            assertThat(warnings)
                    .containsExactly("spec: Invalid value: failed rule: self.low <= self.high");
        }
    }
}
