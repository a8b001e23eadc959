package dev.purser.server.admission.advice.credential;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Makes credentials of one shape at random, so that no file holds what looks like a real one.
///
/// @param name what such a setting is called
/// @param what it should be taken for
record PlantedCredentials(String name, String what, Function<Random, String> maker) {
    private static final String UPPER = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final String LOWER = "abcdefghijklmnopqrstuvwxyz";
    private static final String DIGITS = "0123456789";
    private static final String HEX = "0123456789abcdef";
    private static final String PLAIN = UPPER + LOWER + DIGITS;
    static final String BASE64 = PLAIN + "+/";
    private static final String URL = PLAIN + "_-";

    String make(Random random) {
        return maker.apply(random);
    }

    @Override
    public String toString() {
        return what + " in " + name;
    }

    static String text(Random random, String alphabet, int length) {
        return IntStream.range(0, length)
                .mapToObj(_ -> String.valueOf(alphabet.charAt(random.nextInt(alphabet.length()))))
                .collect(Collectors.joining());
    }

    private static PlantedCredentials token(
            String what, String prefix, String alphabet, int length) {
        return new PlantedCredentials(
                "value", what, random -> prefix + text(random, alphabet, length));
    }

    private static PlantedCredentials named(String name, String what, String alphabet, int length) {
        return new PlantedCredentials(
                name,
                what,
                random -> {
                    String value = text(random, alphabet, length - 3);
                    // A few draws at random lack a digit or a letter, and then are not told from
                    // words.
                    return value
                            + text(random, DIGITS, 1)
                            + text(random, LOWER, 1)
                            + text(random, DIGITS, 1);
                });
    }

    private static PlantedCredentials made(String what, Function<Random, String> maker) {
        return new PlantedCredentials("value", what, maker);
    }

    private static String pem(Random random, String label) {
        StringBuilder text = new StringBuilder("-----BEGIN " + label + "-----\n");
        for (int i = 0; i < 8; i++) {
            text.append(text(random, BASE64, 64)).append('\n');
        }
        return text + "-----END " + label + "-----\n";
    }

    static List<PlantedCredentials> all() {
        return List.of(
                token("an AWS access key", "AKIA", UPPER + "234567", 16),
                token("an AWS access key", "ASIA", UPPER + "234567", 16),
                token("a GitHub token", "ghp_", PLAIN, 36),
                token("a GitHub token", "gho_", PLAIN, 36),
                token("a GitHub token", "ghs_", PLAIN, 36),
                token("a GitHub token", "github_pat_", PLAIN, 82),
                token("a GitLab token", "glpat-", URL, 20),
                token("a GitLab token", "gldt-", URL, 20),
                made(
                        "a Slack token",
                        random ->
                                "xoxb-"
                                        + text(random, DIGITS, 12)
                                        + "-"
                                        + text(random, DIGITS, 12)
                                        + "-"
                                        + text(random, PLAIN, 24)),
                made(
                        "a Slack webhook",
                        random ->
                                "https://hooks.slack.com/services/T"
                                        + text(random, UPPER, 8)
                                        + "/B"
                                        + text(random, UPPER, 10)
                                        + "/"
                                        + text(random, PLAIN, 24)),
                token("an OpenAI key", "sk-proj-", URL, 120),
                token("an OpenAI key", "sk-svcacct-", URL, 80),
                token("an API key", "sk-", PLAIN, 48),
                token("an Anthropic key", "sk-ant-api03-", URL, 93),
                token("an OpenRouter key", "sk-or-v1-", HEX, 64),
                token("a Google API key", "AIza", PLAIN, 35),
                token("a Google client secret", "GOCSPX-", URL, 28),
                token("a Stripe key", "sk_live_", PLAIN, 24),
                token("a Stripe key", "sk_test_", PLAIN, 99),
                token("a Stripe key", "rk_live_", PLAIN, 24),
                token("an npm token", "npm_", PLAIN, 36),
                token("a Hugging Face token", "hf_", UPPER + LOWER, 34),
                token("a PyPI token", "pypi-AgEIcHlwaS5vcmc", URL, 120),
                token("a Docker Hub token", "dckr_pat_", URL, 27),
                token("a Groq key", "gsk_", PLAIN, 52),
                token("a DigitalOcean token", "dop_v1_", HEX, 64),
                token("a Vault token", "hvs.", URL, 90),
                token("a Databricks token", "dapi", HEX, 32),
                token("a Shopify token", "shpat_", HEX, 32),
                token("a Pulumi token", "pul-", HEX, 40),
                made(
                        "a SendGrid key",
                        random -> "SG." + text(random, URL, 22) + "." + text(random, URL, 43)),
                made(
                        "a Grafana token",
                        random -> "glsa_" + text(random, PLAIN, 32) + "_" + text(random, HEX, 8)),
                made(
                        "a Telegram bot token",
                        random -> "7" + text(random, DIGITS, 9) + ":AA" + text(random, URL, 33)),
                made(
                        "an Azure account key",
                        random ->
                                "DefaultEndpointsProtocol=https;AccountName=store;AccountKey="
                                        + text(random, BASE64, 86)
                                        + "==;EndpointSuffix=core.windows.net"),
                made(
                        "an Azure access key",
                        random ->
                                "Endpoint=sb://bus.servicebus.windows.net/;SharedAccessKeyName=Root;SharedAccessKey="
                                        + text(random, BASE64, 43)
                                        + "="),
                made(
                        "a JSON Web Token",
                        random ->
                                "eyJ"
                                        + text(random, URL, 33)
                                        + ".eyJ"
                                        + text(random, URL, 80)
                                        + "."
                                        + text(random, URL, 43)),
                made("a private key", random -> pem(random, "PRIVATE KEY")),
                made("a private key", random -> pem(random, "RSA PRIVATE KEY")),
                made("a private key", random -> pem(random, "EC PRIVATE KEY")),
                made("a private key", random -> pem(random, "OPENSSH PRIVATE KEY")),
                made("a private key", random -> pem(random, "ENCRYPTED PRIVATE KEY")),
                made(
                        "a URL with a password",
                        random ->
                                "postgresql://app:"
                                        + text(random, PLAIN, 14)
                                        + "@db.prod:5432/app"),
                made(
                        "a URL with a password",
                        random -> "redis://:" + text(random, PLAIN, 20) + "@redis:6379/0"),
                made(
                        "a URL with a password",
                        random ->
                                "mongodb+srv://app:"
                                        + text(random, PLAIN, 16)
                                        + "@cluster0.mongodb.net/db"),
                named("DB_PASSWORD", "a password", PLAIN, 16),
                named("spring.datasource.password", "a password", PLAIN, 20),
                named("adminPassword", "a password", PLAIN, 24),
                named("API_KEY", "a secret key or token", PLAIN, 32),
                named("apiKey", "a secret key or token", PLAIN, 24),
                named(
                        "AWS_SECRET_ACCESS_KEY",
                        "a secret key or token",
                        BASE64.replace("/", ""),
                        40),
                named("client_secret", "a secret key or token", PLAIN, 40),
                named("auth-token", "a secret key or token", PLAIN, 20),
                named("jwtSecret", "a secret key or token", HEX, 64),
                named("ENCRYPTION_KEY", "a secret key or token", HEX, 32));
    }
}
