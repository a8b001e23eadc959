package dev.purser.api.table;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What steers the cluster itself: roles, policies, priorities, certificates, API extensions.
final class ControlPrinters {
    private ControlPrinters() {}

    static Map<String, RowPrinter> all() {
        return Map.ofEntries(
                Map.entry("RoleBinding", ControlPrinters::binding),
                Map.entry("ClusterRoleBinding", ControlPrinters::binding),
                Map.entry("PodDisruptionBudget", ControlPrinters::disruptionBudget),
                Map.entry("PriorityClass", ControlPrinters::priorityClass),
                Map.entry("RuntimeClass", row -> row.addName().add(row.text("/handler")).addAge()),
                Map.entry("CertificateSigningRequest", ControlPrinters::signingRequest),
                Map.entry(
                        "ClusterTrustBundle",
                        row -> row.addName().add(row.text("/spec/signerName"))),
                Map.entry("PodCertificateRequest", ControlPrinters::podCertificateRequest),
                Map.entry("CustomResourceDefinition", ControlPrinters::definition),
                Map.entry("APIService", ControlPrinters::apiService),
                Map.entry("MutatingWebhookConfiguration", ControlPrinters::webhooks),
                Map.entry("ValidatingWebhookConfiguration", ControlPrinters::webhooks),
                Map.entry("ValidatingAdmissionPolicy", row -> policy(row, "/spec/validations")),
                Map.entry("MutatingAdmissionPolicy", row -> policy(row, "/spec/mutations")),
                Map.entry("ValidatingAdmissionPolicyBinding", ControlPrinters::policyBinding),
                Map.entry("MutatingAdmissionPolicyBinding", ControlPrinters::policyBinding),
                Map.entry("FlowSchema", ControlPrinters::flowSchema),
                Map.entry("PriorityLevelConfiguration", ControlPrinters::priorityLevel));
    }

    private static void binding(Row row) {
        row.addName()
                .add(row.text("/roleRef/kind") + "/" + row.text("/roleRef/name"))
                .addAge()
                .add(subjects(row, "User"))
                .add(subjects(row, "Group"))
                .add(subjects(row, "ServiceAccount"));
    }

    private static String subjects(Row row, String kind) {
        return row.at("/subjects")
                .valueStream()
                .filter(subject -> subject.path("kind").asString("").equals(kind))
                .map(subject -> {
                    String name = subject.path("name").asString("");
                    return kind.equals("ServiceAccount")
                            ? subject.path("namespace").asString("") + "/" + name
                            : name;
                })
                .collect(Collectors.joining(", "));
    }

    private static void disruptionBudget(Row row) {
        row.addName()
                .add(row.text("/spec/minAvailable", "N/A"))
                .add(row.text("/spec/maxUnavailable", "N/A"))
                .add(row.number("/status/disruptionsAllowed"))
                .addAge();
    }

    private static void priorityClass(Row row) {
        row.addName()
                .add(row.number("/value"))
                .add(row.at("/globalDefault").asBoolean(false))
                .addAge()
                .add(row.text("/preemptionPolicy", "PreemptLowerPriority"));
    }

    private static void signingRequest(Row row) {
        JsonNode seconds = row.at("/spec/expirationSeconds");
        row.addName()
                .addAge()
                .add(Texts.orNone(row.text("/spec/signerName")))
                .add(row.text("/spec/username"))
                .add(
                        seconds.isNumber()
                                ? HumanDuration.of(Duration.ofSeconds(seconds.asLong(0)))
                                : Texts.NONE)
                .add(signingStatus(row));
    }

    private static String signingStatus(Row row) {
        List<String> types = new ArrayList<>();
        row.at("/status/conditions").forEach(c -> types.add(c.path("type").asString("")));
        StringBuilder status = new StringBuilder();
        if (types.contains("Denied")) {
            status.append("Denied");
        } else {
            status.append(types.contains("Approved") ? "Approved" : "Pending");
        }
        if (types.contains("Failed")) {
            status.append(",Failed");
        }
        if (!row.text("/status/certificate").isEmpty()) {
            status.append(",Issued");
        }
        return status.toString();
    }

    private static void podCertificateRequest(Row row) {
        String state = "Pending";
        for (JsonNode condition : row.at("/status/conditions")) {
            state = condition.path("type").asString("");
        }
        row.addName()
                .add(row.text("/spec/podName"))
                .add(row.text("/spec/serviceAccountName"))
                .add(row.text("/spec/nodeName"))
                .add(row.text("/spec/signerName"))
                .add(state)
                .add(Texts.labels(row.at("/spec/unverifiedUserAnnotations")));
    }

    private static void definition(Row row) {
        String versions =
                row.at("/spec/versions")
                        .valueStream()
                        .filter(version -> version.path("served").asBoolean(false))
                        .map(version -> version.path("name").asString(""))
                        .collect(Collectors.joining(","));
        row.addName()
                .add(row.text("/spec/scope"))
                .add(versions)
                .add(row.text("/metadata/creationTimestamp"))
                .add(row.text("/spec/group"))
                .add(row.text("/spec/names/kind"))
                .add(String.join(",", row.texts("/spec/names/shortNames")))
                .add(row.condition("/status/conditions", "Established").equals("True"));
    }

    private static void apiService(Row row) {
        String service =
                row.at("/spec/service").isObject()
                        ? row.text("/spec/service/namespace") + "/" + row.text("/spec/service/name")
                        : "Local";
        row.addName().add(service).add(availability(row)).addAge();
    }

    private static String availability(Row row) {
        for (JsonNode condition : row.at("/status/conditions")) {
            if (condition.path("type").asString("").equals("Available")) {
                String status = condition.path("status").asString("");
                return status.equals("True")
                        ? status
                        : "%s (%s)".formatted(status, condition.path("reason").asString(""));
            }
        }
        return "Unknown";
    }

    private static void webhooks(Row row) {
        row.addName().add(row.at("/webhooks").size()).addAge();
    }

    private static void policy(Row row, String rules) {
        String parameters =
                row.at("/spec/paramKind").isObject()
                        ? row.text("/spec/paramKind/apiVersion")
                                + "/"
                                + row.text("/spec/paramKind/kind")
                        : Texts.UNSET;
        row.addName().add(row.at(rules).size()).add(parameters).addAge();
    }

    private static void policyBinding(Row row) {
        row.addName().add(row.text("/spec/policyName")).add(parameterReference(row)).addAge();
    }

    private static String parameterReference(Row row) {
        if (!row.at("/spec/paramRef").isObject()) {
            return Texts.UNSET;
        }
        String name = row.text("/spec/paramRef/name");
        if (name.isEmpty()) {
            return Texts.selector(row.at("/spec/paramRef/selector"));
        }
        String namespace = row.text("/spec/paramRef/namespace");
        return (namespace.isEmpty() ? "*" : namespace) + "/" + name;
    }

    private static void flowSchema(Row row) {
        String dangling = row.condition("/status/conditions", "Dangling");
        row.addName()
                .add(row.text("/spec/priorityLevelConfiguration/name", Texts.NONE))
                .add(row.number("/spec/matchingPrecedence"))
                .add(row.text("/spec/distinguisherMethod/type", Texts.NONE))
                .addAge()
                .add(dangling.isEmpty() ? "?" : dangling);
    }

    private static void priorityLevel(Row row) {
        String limited = "/spec/limited/limitResponse/queuing/";
        row.addName()
                .add(row.text("/spec/type"))
                .add(
                        row.text(
                                "/spec/limited/nominalConcurrencyShares",
                                row.text("/spec/exempt/nominalConcurrencyShares", Texts.NONE)))
                .add(row.text(limited + "queues", Texts.NONE))
                .add(row.text(limited + "handSize", Texts.NONE))
                .add(row.text(limited + "queueLengthLimit", Texts.NONE))
                .addAge();
    }
}
