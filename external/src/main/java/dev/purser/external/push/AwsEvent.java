package dev.purser.external.push;

import static dev.purser.external.push.EventForm.text;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// Events of AWS EventBridge about Secrets Manager, which come by way of CloudTrail, and about
/// Parameter Store. See
/// <https://docs.aws.amazon.com/secretsmanager/latest/userguide/monitoring-eventbridge.html> and
/// <https://docs.aws.amazon.com/systems-manager/latest/userguide/sysman-paramstore-cwe.html>.
final class AwsEvent implements EventForm {
    private static final String SECRETS_MANAGER = "aws.secretsmanager";
    private static final String SYSTEMS_MANAGER = "aws.ssm";
    private static final List<String> READS = List.of("Get", "List", "Describe", "BatchGet");

    /// What CloudTrail tells of a rotation that changed nothing.
    private static final Set<String> WITHOUT_CHANGE =
            Set.of(
                    "RotationStarted",
                    "RotationFailed",
                    "RotationAbandoned",
                    "TestRotationStarted",
                    "TestRotationSucceeded",
                    "TestRotationFailed");

    /// Where an event may name its secret or parameter.
    private static final List<String> PARENTS =
            List.of("requestParameters", "responseElements", "additionalEventData");

    private static final List<String> MEMBERS =
            List.of("secretId", "SecretId", "name", "arn", "aRN", "ARN");

    @Override
    public boolean recognizes(JsonNode event) {
        return text(event, "source").startsWith("aws.") && event.has("detail-type");
    }

    @Override
    public Notification read(JsonNode event) throws UnknownFormException {
        return switch (text(event, "source")) {
            case SECRETS_MANAGER -> ofSecretsManager(event);
            case SYSTEMS_MANAGER -> ofSystemsManager(event);
            default ->
                    throw new UnknownFormException(
                            "of EventBridge's events those of "
                                    + SECRETS_MANAGER
                                    + " and "
                                    + SYSTEMS_MANAGER);
        };
    }

    private static Notification ofSecretsManager(JsonNode event) {
        JsonNode detail = event.path("detail");
        return changesNothing(detail) ? new Notification.Nothing() : changed(event, detail);
    }

    private static boolean changesNothing(JsonNode detail) {
        String name = text(detail, "eventName");
        return detail.hasNonNull("errorCode")
                || WITHOUT_CHANGE.contains(name)
                || READS.stream().anyMatch(name::startsWith);
    }

    private static Notification ofSystemsManager(JsonNode event) {
        JsonNode detail = event.path("detail");
        boolean isParameter = text(event, "detail-type").startsWith("Parameter Store ");
        boolean isCall = text(detail, "eventName").endsWith("Parameter");
        boolean isChange = isParameter || (isCall && !changesNothing(detail));
        return isChange ? changed(event, detail) : new Notification.Nothing();
    }

    private static Notification.Changed changed(JsonNode event, JsonNode detail) {
        Set<String> names = new LinkedHashSet<>();
        addName(text(detail, "name"), names);
        addName(text(detail, "parameter-name"), names);
        for (String parent : PARENTS) {
            for (String member : MEMBERS) {
                addName(text(detail.path(parent), member), names);
            }
        }
        event.path("resources").forEach(resource -> addName(resource.asString(""), names));
        return names.isEmpty() ? Notification.Changed.ANYTHING : Notification.Changed.of(names);
    }

    private static void addName(String name, Set<String> names) {
        if (!name.isEmpty()) {
            AwsNames.addTo(names, name);
        }
    }
}
