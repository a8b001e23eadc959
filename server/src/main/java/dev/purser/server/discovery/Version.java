package dev.purser.server.discovery;

import dev.purser.server.endpoint.Answers;
import dev.purser.server.endpoint.Exchange;
import dev.purser.server.media.Output;
import dev.purser.wire.http.Answer;
import java.util.Optional;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `/version`: the Kubernetes version that clients may count on. Thread-safe.
public final class Version implements Documents.Document {
    /// The version of Kubernetes whose API this is.
    public static final String KUBERNETES = "v1.37.2";

    /// The same without its patch, as OpenAPI documents state it.
    public static final String RELEASE = "1.37";

    private final Answers answers;

    public Version(Answers answers) {
        this.answers = answers;
    }

    @Override
    public Optional<Answer> answer(Exchange exchange) {
        if (!exchange.request().path().replaceAll("/$", "").equals("/version")) {
            return Optional.empty();
        }
        Documents.requireGet(exchange);
        return Optional.of(answers.tree(200, document(), Output.plain()));
    }

    private static ObjectNode document() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("major", "1")
                .put("minor", "37")
                .put("emulationMajor", "1")
                .put("emulationMinor", "37")
                .put("minCompatibilityMajor", "1")
                .put("minCompatibilityMinor", "36")
                .put("gitVersion", KUBERNETES + "+purser")
                .put("gitCommit", "")
                .put("gitTreeState", "clean")
                .put("buildDate", "1970-01-01T00:00:00Z")
                .put("goVersion", "")
                .put("compiler", "javac")
                .put("platform", "linux/amd64");
    }
}
