package dev.purser.external.push;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class NotificationReaderTests {
    private final NotificationReader reader = new NotificationReader();

    private Notification read(String body) throws UnknownFormException {
        return read(body, Map.of());
    }

    private Notification read(String body, Map<String, String> headers)
            throws UnknownFormException {
        return reader.read(
                new ReceivedNotification(
                        name -> headers.getOrDefault(name, ""),
                        body.getBytes(StandardCharsets.UTF_8)));
    }

    private static Notification.Changed changed(String... keys) {
        return Notification.Changed.of(Set.of(keys));
    }

    private Set<String> keys(String body) throws UnknownFormException {
        return ((Notification.Changed) read(body)).keys().orElseThrow();
    }

    private static String quoted(String text) {
        return JsonMapper.shared().writeValueAsString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " \n", "{}"})
    void noBodyMeansAnything(String body) throws Exception {
        assertThat(read(body)).isEqualTo(Notification.Changed.ANYTHING);
    }

    @Test
    void keysAreTakenAsTheyAre() throws Exception {
        assertThat(read("{\"keys\": [\"a/b\", \"c\"]}")).isEqualTo(changed("a/b", "c"));
        assertThat(read("[{\"keys\":[\"a\"]},{\"keys\":[\"b\"]}]")).isEqualTo(changed("a", "b"));
        assertThat(read("[{\"keys\":[\"a\"]},{}]")).isEqualTo(Notification.Changed.ANYTHING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "hunter2-is-no-json",
                "null",
                "\"a\"",
                "7",
                "[]",
                "[[]]",
                "[\"a\"]",
                "{\"keys\": []}",
                "{\"keys\": [7]}",
                "{\"keys\": [\"a\"], \"value\": \"hunter2\"}",
                "{\"kind\": \"Refresh\"}",
                "{\"password\": \"hunter2\"}",
                "{\"specversion\": \"1.0\", \"type\": \"a.b\", \"data\": {\"value\": \"hunter2\"}}",
                "{\"source\": \"aws.ec2\", \"detail-type\": \"x\", \"detail\": {}}",
                "{\"eventType\": \"Microsoft.Storage.BlobCreated\", \"data\": {}}",
                "{\"eventType\": \"Microsoft.EventGrid.SubscriptionValidationEvent\", \"data\": {}}",
                "{\"Type\": \"Notification\", \"TopicArn\": \"a\", \"Message\": \"hunter2\"}",
                "{\"Type\": \"SubscriptionConfirmation\", \"TopicArn\": \"not an arn\", \"Token\": \"a\"}",
            })
    void othersAreRefusedWithWhatIsUnderstoodAndWithoutTheBody(String body) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOf(UnknownFormException.class)
                .hasMessageContaining("what is understood: no body, {\"keys\"")
                .hasMessageNotContaining("hunter2")
                .hasNoCause();
    }

    @Test
    void cloudEventsHaveTheKeyAsSubject() throws Exception {
        assertThat(
                        read(
                                """
                                {"specversion":"1.0","type":"com.example.changed","source":"/vault",
                                 "id":"1","subject":"team/db","data":{"by":"me"}}
                                """))
                .isEqualTo(changed("team/db"));
        assertThat(
                        read(
                                """
                                [{"specversion":"1.0","type":"t","source":"s","id":"1","subject":"a"},
                                 {"specversion":"1.0","type":"t","source":"s","id":"2",
                                  "data":{"keys":["b"]}}]
                                """))
                .isEqualTo(changed("a", "b"));
    }

    @Test
    void binaryCloudEventsHaveTheirAttributesInHeaders() throws Exception {
        Map<String, String> headers =
                Map.of(
                        "ce-specversion", "1.0",
                        "ce-type", "com.example.changed",
                        "ce-source", "/vault",
                        "ce-subject", "team/d%C3%A9+b",
                        "Content-Type", "text/plain");
        assertThat(read("anything at all", headers)).isEqualTo(changed("team/dé+b"));
        assertThat(read("{\"keys\":[\"k\"]}", Map.of("ce-specversion", "1.0", "ce-type", "t")))
                .isEqualTo(changed("k"));
    }

    @Test
    void vaultNamesTheMountAndThePath() throws Exception {
        String event =
                """
                {"id":"a3be9fb1-b514-519f-5b25-b6f144a8c1ce","source":"vault://mycluster",
                 "specversion":"1.0","type":"*","datacontentype":"application/cloudevents",
                 "time":"2026-09-12T15:19:49.394915-07:00",
                 "data":{
                  "event":{"id":"a3be9fb1-b514-519f-5b25-b6f144a8c1ce",
                   "metadata":{"current_version":"1","data_path":"team/kv/data/a/data/b",
                    "modified":"true","oldest_version":"0","operation":"data-write",
                    "path":"team/kv/data/a/data/b"}},
                  "event_type":"kv-v2/data-write",
                  "plugin_info":{"mount_class":"secret","mount_accessor":"kv_5dc4d18e",
                   "mount_path":"team/kv/","plugin":"kv"}}}
                """;
        assertThat(keys(event))
                .containsExactlyInAnyOrder(
                        "a/data/b", "data/a/data/b", "team/kv/a/data/b", "team/kv/data/a/data/b");
    }

    @Test
    void vaultsFirstVersionHasNoDataInItsPaths() throws Exception {
        assertThat(
                        keys(
                                """
                                {"event":{"metadata":{"path":"kv/a/b","operation":"write"}},
                                 "event_type":"kv-v1/write","plugin_info":{"mount_path":"kv/"}}
                                """))
                .contains("a/b", "kv/a/b");
    }

    @Test
    void vaultMayLeaveTheMountOut() throws Exception {
        assertThat(
                        keys(
                                """
                                {"event":{"metadata":{"path":"secret/metadata/foo/bar"}},
                                 "event_type":"kv-v2/metadata-delete"}
                                """))
                .contains("foo/bar", "secret/foo/bar", "secret/data/foo/bar", "data/foo/bar");
    }

    private static String cloudTrail(String detailType, String detail) {
        return """
        {"version":"0","id":"1","detail-type":"%s","source":"aws.secretsmanager",
         "account":"012345678901","time":"2026-11-23T14:00:00Z","region":"us-west-2",
         "resources":[],"detail":%s}
        """
                .formatted(detailType, detail);
    }

    @Test
    void secretsManagerTellsOfCalls() throws Exception {
        String call =
                cloudTrail(
                        "AWS API Call via CloudTrail",
                        """
                        {"eventSource":"secretsmanager.amazonaws.com","eventName":"PutSecretValue",
                         "requestParameters":{"secretId":"prod/db","clientRequestToken":"x"},
                         "responseElements":{"arn":
                          "arn:aws:secretsmanager:us-west-2:012345678901:secret:prod/db-a1b2c3"}}
                        """);
        assertThat(keys(call))
                .contains(
                        "prod/db",
                        "db",
                        "arn:aws:secretsmanager:us-west-2:012345678901:secret:prod/db-a1b2c3",
                        "arn:aws:secretsmanager:us-west-2:012345678901:secret:prod/db");
    }

    @Test
    void secretsManagerTellsOfRotations() throws Exception {
        String rotated =
                cloudTrail(
                        "AWS Service Event via CloudTrail",
                        """
                        {"eventSource":"secretsmanager.amazonaws.com","eventName":"%s",
                         "additionalEventData":{"SecretId":
                          "arn:aws:secretsmanager:us-west-2:012345678901:secret:my-db-a1b2c3"}}
                        """);
        assertThat(keys(rotated.formatted("RotationSucceeded"))).contains("my-db");
        assertThat(read(rotated.formatted("RotationFailed"))).isEqualTo(new Notification.Nothing());
        assertThat(read(rotated.formatted("RotationStarted")))
                .isEqualTo(new Notification.Nothing());
    }

    @Test
    void secretsManagersReadsAndRefusedCallsChangeNothing() throws Exception {
        String type = "AWS API Call via CloudTrail";
        assertThat(
                        read(
                                cloudTrail(
                                        type,
                                        "{\"eventName\":\"GetSecretValue\","
                                                + "\"requestParameters\":{\"secretId\":\"a\"}}")))
                .isEqualTo(new Notification.Nothing());
        assertThat(
                        read(
                                cloudTrail(
                                        type,
                                        "{\"eventName\":\"PutSecretValue\","
                                                + "\"errorCode\":\"AccessDenied\","
                                                + "\"requestParameters\":{\"secretId\":\"a\"}}")))
                .isEqualTo(new Notification.Nothing());
        assertThat(read(cloudTrail(type, "{\"eventName\":\"PutSecretValue\"}")))
                .isEqualTo(Notification.Changed.ANYTHING);
    }

    @Test
    void parameterStoreTellsOfChanges() throws Exception {
        String event =
                """
                {"version":"0","id":"1","detail-type":"%s","source":"aws.ssm",
                 "resources":["arn:aws:ssm:us-east-2:012345678901:parameter/team/db"],
                 "detail":{"operation":"Update","name":"/team/db","type":"SecureString"}}
                """;
        assertThat(keys(event.formatted("Parameter Store Change")))
                .contains("/team/db", "team/db", "/db", "db");
        assertThat(read(event.formatted("EC2 Automation Step Status-change Notification")))
                .isEqualTo(new Notification.Nothing());
    }

    @Test
    void snsCarriesAnEvent() throws Exception {
        String event = cloudTrail("x", "{\"requestParameters\":{\"secretId\":\"db\"}}");
        String message =
                "{\"Type\":\"Notification\",\"MessageId\":\"1\",\"TopicArn\":\"arn:aws:sns:e:1:t\","
                        + "\"Message\":%s,\"Signature\":\"x\"}";
        assertThat(keys(message.formatted(quoted(event)))).containsExactly("db");
        assertThat(keys(message.formatted(quoted("{\"keys\":[\"k\"]}")))).containsExactly("k");
        String twice = message.formatted(quoted(message.formatted(quoted(event))));
        assertThatThrownBy(() -> read(twice)).isInstanceOf(UnknownFormException.class);
    }

    @Test
    void snsAsksToBeConfirmed() throws Exception {
        assertThat(
                        read(
                                """
                                {"Type":"SubscriptionConfirmation","MessageId":"1","Token":"2336412f",
                                 "TopicArn":"arn:aws:sns:us-west-2:123456789012:MyTopic",
                                 "Message":"You have chosen to subscribe",
                                 "SubscribeURL":"https://sns.us-west-2.amazonaws.com/?Action=x"}
                                """))
                .isEqualTo(
                        new Notification.Confirmation(
                                "arn:aws:sns:us-west-2:123456789012:MyTopic", "2336412f"));
    }

    @Test
    void eventGridAsksAndTells() throws Exception {
        assertThat(
                        read(
                                """
                                [{"id":"1","topic":"/subscriptions/x","subject":"",
                                  "eventType":"Microsoft.EventGrid.SubscriptionValidationEvent",
                                  "data":{"validationCode":"512d38b6-c7b8","validationUrl":"https://x"},
                                  "dataVersion":"2","metadataVersion":"1"}]
                                """))
                .isEqualTo(new Notification.Handshake("512d38b6-c7b8"));
        String event =
                """
                [{"id":"1","topic":"/subscriptions/x","subject":"my-db",
                  "eventType":"Microsoft.KeyVault.%s","eventTime":"2026-11-23T14:00:00Z",
                  "data":{"Id":"https://v.vault.azure.net/secrets/my-db/ee059b2b","VaultName":"v",
                   "ObjectType":"Secret","ObjectName":"my-db","Version":"ee059b2b"},
                  "dataVersion":"1","metadataVersion":"1"}]
                """;
        assertThat(read(event.formatted("SecretNewVersionCreated")))
                .isEqualTo(changed("my-db", "secret/my-db", "key/my-db", "cert/my-db"));
        String policy =
                "[{\"eventType\":\"Microsoft.KeyVault.VaultAccessPolicyChanged\",\"data\":{}}]";
        assertThat(read(policy)).isEqualTo(Notification.Changed.ANYTHING);
    }

    @Test
    void eventGridSpeaksCloudEventsToo() throws Exception {
        assertThat(
                        read(
                                """
                                {"specversion":"1.0","id":"1","source":"/subscriptions/x",
                                 "subject":"my-db","type":"Microsoft.KeyVault.SecretNewVersionCreated",
                                 "data":{"vaultName":"v","objectType":"Secret","objectName":"my-db"}}
                                """))
                .isEqualTo(changed("my-db", "secret/my-db", "key/my-db", "cert/my-db"));
    }

    @Test
    void endlessNamesCostNothing() throws Exception {
        String name = "/a".repeat(100_000);
        assertThat(
                        ((Notification.Changed)
                                        read(
                                                "{\"source\":\"aws.ssm\",\"detail-type\":\"Parameter Store Change\","
                                                        + "\"detail\":{\"name\":\""
                                                        + name
                                                        + "\"}}"))
                                .keys())
                .isEqualTo(Optional.of(Set.of(name)));
        assertThat(keys("{\"event\":{\"metadata\":{\"path\":\"" + "data/".repeat(40_000) + "\"}}}"))
                .hasSize(1);
    }
}
