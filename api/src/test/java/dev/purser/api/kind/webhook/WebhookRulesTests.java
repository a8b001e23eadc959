package dev.purser.api.kind.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.Writes;
import dev.purser.api.meta.KubeObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class WebhookRulesTests {
    private static final String API = "admissionregistration.k8s.io/v1";
    private static final String MUTATING = "MutatingWebhookConfiguration";
    private static final String RULE =
            "{'operations':['CREATE'],'apiGroups':[''],'apiVersions':['v1'],'resources':['pods']}";

    private final Writes writes = new Writes();

    private static String hook(String config, String rule) {
        return ("{'metadata':{'name':'w'},'webhooks':[{'name':'a.b.c','clientConfig':%s,"
                        + "'sideEffects':'None','admissionReviewVersions':['v1'],'rules':[%s]}]}")
                .formatted(config, rule);
    }

    private List<String> errors(String config, String rule) {
        return writes.errors(API, MUTATING, hook(config, rule));
    }

    @Test
    void failsClosedAfterTenSeconds() {
        KubeObject object = writes.create(API, MUTATING, hook("{'url':'https://x/y'}", RULE));
        assertThat(object.json().at("/webhooks/0/failurePolicy").asString()).isEqualTo("Fail");
        assertThat(object.json().at("/webhooks/0/timeoutSeconds").asInt()).isEqualTo(10);
        assertThat(object.json().at("/webhooks/0/rules/0/scope").asString()).isEqualTo("*");
        assertThat(object.generation()).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    http://x   | Invalid value: "http": 'https' is the only allowed URL scheme; desired format: https://host[/path]
                    https://   | Invalid value: "": host must be specified; desired format: https://host[/path]
                    https://x?y | Invalid value: "y": query parameters are not permitted in the URL
                    https://x#f | Invalid value: "f": fragments are not permitted in the URL
                    """)
    void isCalledAtPlainUrls(String url, String why) {
        assertThat(errors("{'url':'%s'}".formatted(url), RULE))
                .containsExactly("webhooks[0].clientConfig.url: " + why);
    }

    @Test
    void isCalledAtOnePlace() {
        assertThat(errors("{}", RULE))
                .containsExactly(
                        "webhooks[0].clientConfig: Required value: exactly one of url or service is"
                                + " required");
    }

    @Test
    void wildcardsStandAlone() {
        assertThat(errors("{'url':'https://x'}", RULE.replace("'pods'", "'*','pods'")))
                .containsExactly(
                        "webhooks[0].rules[0].resources: Invalid value: [\"*\",\"pods\"]: if '*' is"
                                + " present, must not specify other resources without subresources");
    }

    @Test
    void warnsOfRulesWithoutEffect() {
        KubeObject object =
                writes.decode(
                        API,
                        MUTATING,
                        hook(
                                "{'url':'https://x'}",
                                RULE.replace("[''],", "['authentication.k8s.io'],")
                                        .replace("pods", "tokenreviews")));
        assertThat(writes.rules(object).warnings(object, object))
                .containsExactly(
                        "webhooks[0].rules[0]: tokenreviews.authentication.k8s.io is excluded from"
                                + " admission webhooks; this rule will have no effect");
    }
}
