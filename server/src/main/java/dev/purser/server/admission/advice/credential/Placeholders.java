package dev.purser.server.admission.advice.credential;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/// Values that stand where a credential belongs and are none: references, examples, defaults that
/// everybody knows.
final class Placeholders {
    /// Beginnings of references to values that are elsewhere.
    private static final List<String> REFERENCES =
            List.of(
                    "$",
                    "{",
                    "%",
                    "<",
                    "!",
                    "@",
                    "[",
                    "(",
                    "*",
                    "&",
                    "/",
                    "./",
                    "../",
                    "~/",
                    "\\",
                    "env:",
                    "file:",
                    "vault:",
                    "ref+",
                    "secret:",
                    "secret/",
                    "arn:",
                    "os.environ",
                    "process.env",
                    "projects/",
                    "env.",
                    "ENC[",
                    "AQICA");

    private static final List<String> TEMPLATES =
            List.of("${", "{{", "$(", "<%", "#{", "}}", "...");

    private static final List<String> EXAMPLE_WORDS =
            List.of(
                    "example",
                    "placeholder",
                    "changeme",
                    "change-me",
                    "change_me",
                    "replaceme",
                    "replace-",
                    "replace_",
                    "dummy",
                    "sample",
                    "redacted",
                    "your-",
                    "your_",
                    "insert-",
                    "insert_",
                    "xxxxx",
                    "not-a-",
                    "notasecret",
                    "12345",
                    "00000",
                    "abcdef",
                    "todo",
                    "default",
                    "secret-key",
                    "mysecret",
                    "my-secret",
                    "supersecret",
                    "password",
                    "passw0rd",
                    "p@ssw");

    private static final Set<String> KNOWN =
            Set.of(
                    "admin",
                    "root",
                    "user",
                    "guest",
                    "test",
                    "postgres",
                    "mysql",
                    "redis",
                    "mongo",
                    "minio",
                    "minioadmin",
                    "rabbitmq",
                    "clickhouse",
                    "elastic",
                    "grafana",
                    "pass",
                    "secret",
                    "airflow",
                    "keycloak",
                    "langfuse",
                    "litellm",
                    "n8n",
                    "changeit",
                    "prom-operator",
                    "none",
                    "null",
                    "nil",
                    "true",
                    "false",
                    "undefined",
                    "token");

    private Placeholders() {}

    /// Whether a value is no credential, as far as its own text says so.
    static boolean isOne(String value) {
        String lower = value.toLowerCase(Locale.ROOT);
        return KNOWN.contains(lower)
                || EXAMPLE_WORDS.stream().anyMatch(lower::contains)
                || TEMPLATES.stream().anyMatch(value::contains);
    }

    /// Whether a value only says where another one is.
    static boolean isReference(String value) {
        return REFERENCES.stream().anyMatch(value::startsWith);
    }
}
