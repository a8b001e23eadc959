package dev.purser.api.extension;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.status.FieldError;
import dev.purser.api.status.FieldErrors;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaValidationTests {
    private static List<String> errors(String schema, String object) {
        FieldErrors errors = new FieldErrors();
        SchemaValidation.validate(
                Untyped.read(JsonText.object(object)), JsonText.schema(schema), "", errors);
        return errors.list().stream().map(FieldError::toString).toList();
    }

    private static String of(String property) {
        return "{'type':'object','properties':{'a':%s}}".formatted(property);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    {'type':'integer'} | 'x' | a: Invalid value: "string": a in body must be of type integer: "string"
                    {'type':'integer'} | 1.0 |
                    {'type':'number'} | 3 |
                    {'type':'integer','maximum':10} | 11 | a: Invalid value: 11: a in body should be less than or equal to 10
                    {'type':'integer','minimum':1,'exclusiveMinimum':true} | 1 | a: Invalid value: 1: a in body should be greater than 1
                    {'type':'number','multipleOf':0.5} | 0.75 | a: Invalid value: 0.75: a in body should be a multiple of 0.5
                    {'type':'string','maxLength':2} | 'abc' | a: Too long: may not be more than 2 bytes
                    {'type':'string','minLength':2} | 'a' | a: Invalid value: "a": a in body should be at least 2 chars long
                    {'type':'string','pattern':'^[a-z]+$'} | 'A' | a: Invalid value: "A": a in body should match '^[a-z]+$'
                    {'type':'string','enum':['x','y']} | 'z' | a: Unsupported value: "z": supported values: "x", "y"
                    {'type':'string','format':'date-time'} | 'now' | a: Invalid value: "now": a in body must be of type date-time: "now"
                    {'type':'string'} | null | a: Invalid value: "null": a in body must be of type string: "null"
                    {'type':'string','nullable':true} | null |
                    {'x-kubernetes-int-or-string':true} | true | a: Invalid value: "boolean": a in body must be of type integer,string: "boolean"
                    {'type':'array','items':{'type':'string'},'maxItems':1} | ['a','b'] | a: Too many: 2: must have at most 1 item
                    {'type':'object','additionalProperties':{'type':'string'}} | {'k':1} | a.k: Invalid value: "integer": a.k in body must be of type string: "integer"
                    {'type':'object','required':['b']} | {} | a.b: Required value
                    """)
    void saysWhatIsWrongInKubernetesWords(String property, String value, String error) {
        List<String> expected = error == null ? List.of() : List.of(error.replace("\\\"", "\""));
        assertThat(errors(of(property), "{'a':%s}".formatted(value))).isEqualTo(expected);
    }

    @Test
    void reportsTheAlternativeThatCameClosest() {
        String schema =
                """
                {'type':'object','properties':{'a':{'type':'object',
                  'properties':{'x':{'type':'string'},'y':{'type':'string'}},
                  'oneOf':[{'required':['x']},{'required':['y']}]}}}\
                """;
        assertThat(errors(schema, "{'a':{}}"))
                .containsExactly(
                        "<nil>: Invalid value: \"\": \"a\" must validate one and only one schema"
                                + " (oneOf). Found none valid",
                        "a.x: Required value");
    }

    @Nested
    class OfAnUpdate {
        private List<String> update(String schema, String old, String object) {
            FieldErrors errors = new FieldErrors();
            JsonSchema read = JsonText.schema(schema);
            SchemaValidation.validateUpdate(
                    JsonText.object(object),
                    new SchemaValidation.Before(JsonText.object(old), read),
                    "",
                    errors);
            return errors.list().stream().map(FieldError::field).toList();
        }

        @Test
        void forgivesWhatDidNotChange() {
            String schema =
                    """
                    {'type':'object','properties':{'a':{'type':'string','maxLength':1},
                      'b':{'type':'string','maxLength':1}}}\
                    """;
            assertThat(update(schema, "{'a':'xx','b':'y'}", "{'a':'xx','b':'yy'}"))
                    .containsExactly("b");
        }

        @Test
        void findsItemsByTheirKeys() {
            String schema =
                    """
                    {'type':'object','properties':{'l':{'type':'array',
                      'x-kubernetes-list-type':'map','x-kubernetes-list-map-keys':['k'],
                      'items':{'type':'object','properties':{'k':{'type':'string'},
                        'v':{'type':'integer','maximum':1}}}}}}\
                    """;
            assertThat(
                            update(
                                    schema,
                                    "{'l':[{'k':'a','v':5}]}",
                                    "{'l':[{'k':'b','v':6},{'k':'a','v':5}]}"))
                    .containsExactly("l[0].v");
        }

        @Test
        void forgivesNothingInListsWithoutKeys() {
            String schema =
                    """
                    {'type':'object','properties':{'l':{'type':'array',
                      'items':{'type':'integer','maximum':1}}}}\
                    """;
            assertThat(update(schema, "{'l':[5]}", "{'l':[5,6]}")).containsExactly("l[0]", "l[1]");
        }
    }
}
