package dev.purser.external.provider.vault;

import java.net.http.HttpResponse;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.MissingNode;

/// Reads what Vault says when it refuses. Of the answer's data it looks at nothing but when a
/// version was deleted.
record RefusalReader(InstantSource clock) {
    private static final int WORDS_MAX = 300;

    VaultRefusal read(HttpResponse<?> answer) {
        JsonNode body = json(answer.body() instanceof String text ? text : "");
        return new VaultRefusal(
                answer.statusCode(),
                body.has("errors") || body.has("data"),
                isPlainDenial(body.path("errors")),
                words(body),
                answer.headers().firstValue("Retry-After").flatMap(this::pause));
    }

    /// Missing if the answer is that of something before Vault, or of no Vault at all.
    private static JsonNode json(String body) {
        try {
            return JsonMapper.shared().readTree(body);
        } catch (JacksonException _) {
            return MissingNode.getInstance();
        }
    }

    /// OpenBao and older Vaults refuse a token that they do not know by these words alone; what a
    /// policy denies comes as a list of errors.
    private static boolean isPlainDenial(JsonNode errors) {
        return errors.size() == 1 && errors.path(0).asString("").equals("permission denied");
    }

    private static List<String> words(JsonNode body) {
        List<String> words = new ArrayList<>();
        body.path("errors").forEach(error -> words.add(plain(error)));
        body.path("warnings").forEach(warning -> words.add(plain(warning)));
        JsonNode version = body.path("data").path("metadata");
        if (version.path("destroyed").asBoolean(false)) {
            words.add("this version was destroyed");
        } else if (!version.path("deletion_time").asString("").isEmpty()) {
            words.add("this version was deleted at " + plain(version.path("deletion_time")));
        }
        words.removeIf(String::isEmpty);
        return words;
    }

    /// One line, also of several errors, which Vault writes as a list.
    private static String plain(JsonNode text) {
        String line =
                text.asString("")
                        .replaceFirst("^\\d+ errors? occurred:\\s*\\* ", "")
                        .replaceAll("\\s*\\n\\s*\\* ", ", ")
                        .replaceAll("\\s+", " ")
                        .strip();
        return line.length() > WORDS_MAX ? line.substring(0, WORDS_MAX) + "…" : line;
    }

    /// Seconds, or a date.
    private Optional<Duration> pause(String header) {
        try {
            if (header.chars().allMatch(Character::isDigit)) {
                return Optional.of(Duration.ofSeconds(Integer.parseInt(header)));
            }
            Duration until =
                    Duration.between(
                            clock.instant(),
                            ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME));
            return Optional.of(until).filter(Duration::isPositive);
        } catch (NumberFormatException | DateTimeException _) {
            return Optional.empty();
        }
    }
}
