package dev.purser.external.template;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.external.secret.SecretValue;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Templates with what Go's `text/template` (1.26) and Sprig (3.3) made of them. Where an error is
/// worded otherwise here (`ours`), it tells no value or a better place.
class GoAnswersTests {
    @TestFactory
    Stream<DynamicTest> sameAsGo() throws IOException {
        JsonNode answers;
        try (InputStream resource = getClass().getResourceAsStream("/template/go-answers.json")) {
            answers = JsonMapper.shared().readTree(Objects.requireNonNull(resource));
        }
        Map<String, SecretValue> data = new TreeMap<>();
        answers.path("data")
                .properties()
                .forEach(m -> data.put(m.getKey(), SecretValue.of(m.getValue().asString())));
        return StreamSupport.stream(answers.path("cases").spliterator(), false)
                .map(answer -> test(answer, data));
    }

    private static DynamicTest test(JsonNode answer, Map<String, SecretValue> data) {
        String template = answer.path("template").asString();
        return DynamicTest.dynamicTest(template, () -> check(answer, template, data));
    }

    private static void check(JsonNode answer, String template, Map<String, SecretValue> data) {
        if (answer.has("output")) {
            assertThat(outcome(template, data)).isEqualTo(answer.path("output").asString());
        } else {
            String go = answer.path("error").asString();
            assertThat(outcome(template, data))
                    .isEqualTo("error: " + answer.path("ours").asString(go));
        }
    }

    private static String outcome(String template, Map<String, SecretValue> data) {
        try {
            return Rendering.templates().render("t", template, data).text();
        } catch (TemplateException e) {
            return "error: " + e.getMessage();
        }
    }
}
