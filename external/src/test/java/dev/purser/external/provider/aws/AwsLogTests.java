package dev.purser.external.provider.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.purser.external.provider.FixedCredentials;
import dev.purser.external.provider.RemoteKey;
import dev.purser.external.provider.SecretsClient;
import dev.purser.external.provider.aws.AwsStandIn.Answer;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The SDK's own logging. Below the level `INFO` it repeats what it signs, tokens among it, so that
/// the process never listens there.
class AwsLogTests {
    private static final String CANARY = "canary-5d1f0c";

    private final Logger sdk = Logger.getLogger("software.amazon.awssdk");
    private final List<LogRecord> entries = new CopyOnWriteArrayList<>();
    private final Handler collector =
            new Handler() {
                @Override
                public void publish(LogRecord entry) {
                    entries.add(entry);
                }

                @Override
                public void flush() {}

                @Override
                public void close() {}
            };

    @BeforeEach
    void listen() {
        sdk.setLevel(Level.ALL);
        sdk.addHandler(collector);
    }

    @AfterEach
    void leave() {
        sdk.removeHandler(collector);
        sdk.setLevel(null);
    }

    @Test
    void noValueAndNoCredentialIsLogged() throws Exception {
        try (AwsStandIn aws = new AwsStandIn()) {
            aws.answer(Answer.value("{\"SecretString\":\"value-" + CANARY + "\"}"));
            FixedCredentials credentials =
                    new FixedCredentials()
                            .withAnnotation(
                                    "app", "eks.amazonaws.com/role-arn", "arn:aws:iam::1:role/r")
                            .withToken("app", () -> "token-" + CANARY)
                            .withSecret("aws", "id", "AKIAEXAMPLE")
                            .withSecret("aws", "key", "key-" + CANARY);
            for (String spec :
                    List.of(
                            AwsStores.byKeys(
                                    "\"service\": \"SecretsManager\", \"role\": \"arn:r\""),
                            """
                            {"service": "SecretsManager", "region": "eu-central-1",
                             "auth": {"jwt": {"serviceAccountRef": {"name": "app"}}}}
                            """)) {
                try (SecretsClient client =
                        AwsStores.open(AwsStores.provider(aws.address()), spec, credentials)) {
                    assertThat(client.secret(RemoteKey.of("db")).text()).contains(CANARY);
                    aws.answer(Answer.error(400, "ExpiredTokenException", CANARY));
                    assertThat(catchThrowable(() -> client.secret(RemoteKey.of("db")))).isNotNull();
                    aws.answer(Answer.value("{\"SecretString\":\"value-" + CANARY + "\"}"));
                }
            }
        }

        assertThat(entries)
                .anySatisfy(entry -> assertThat(entry.getMessage()).contains("Sending Request"))
                .filteredOn(entry -> entry.getLevel().intValue() >= Level.INFO.intValue())
                .extracting(entry -> entry.getMessage() + " " + entry.getThrown())
                .noneMatch(line -> line.contains(CANARY))
                .noneMatch(line -> line.matches("(?s).*session[0-9].*"));
    }
}
