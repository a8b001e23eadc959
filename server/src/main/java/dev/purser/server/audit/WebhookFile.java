package dev.purser.server.audit;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.YamlReader;
import dev.purser.client.remote.JsonPost;
import dev.purser.client.remote.Kubeconfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/// The kubeconfig that says where the webhook is.
final class WebhookFile {
    private static final Duration ANSWER_MAX = Duration.ofSeconds(30);

    private WebhookFile() {}

    static JsonPost open(Path file) throws PolicyException {
        try {
            YamlReader.Document document = YamlReader.read(Files.readAllBytes(file));
            Path directory = file.toAbsolutePath().resolveSibling("");
            return new JsonPost(Kubeconfig.read(document.json(), directory), ANSWER_MAX);
        } catch (IOException e) {
            throw new PolicyException(
                    "initializing audit webhook: cannot read %s: %s".formatted(file, e));
        } catch (DecodingException | IllegalArgumentException e) {
            throw new PolicyException(
                    "initializing audit webhook: %s: %s".formatted(file, e.getMessage()));
        }
    }
}
