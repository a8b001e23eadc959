package dev.purser.api.table;

import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// Controllers of pods.
final class WorkloadPrinters {
    private WorkloadPrinters() {}

    static Map<String, RowPrinter> all() {
        return Map.of(
                "Deployment", WorkloadPrinters::deployment,
                "ReplicaSet", WorkloadPrinters::replicaSet,
                "StatefulSet", WorkloadPrinters::statefulSet,
                "DaemonSet", WorkloadPrinters::daemonSet,
                "ReplicationController", WorkloadPrinters::replicationController,
                "Job", WorkloadPrinters::job,
                "CronJob", WorkloadPrinters::cronJob,
                "PodTemplate", WorkloadPrinters::podTemplate,
                "ControllerRevision", WorkloadPrinters::controllerRevision,
                "HorizontalPodAutoscaler", new AutoscalerPrinter());
    }

    private static void deployment(Row row) {
        row.addName()
                .add(row.number("/status/readyReplicas") + "/" + row.number("/spec/replicas"))
                .add(row.number("/status/updatedReplicas"))
                .add(row.number("/status/availableReplicas"))
                .addAge();
        containers(row, row.at("/spec/template/spec/containers"));
        row.add(Texts.selector(row.at("/spec/selector")));
    }

    private static void replicaSet(Row row) {
        replicas(row);
        row.add(Texts.selector(row.at("/spec/selector")));
    }

    private static void replicationController(Row row) {
        replicas(row);
        row.add(Texts.labels(row.at("/spec/selector")));
    }

    private static void replicas(Row row) {
        row.addName()
                .add(row.number("/spec/replicas"))
                .add(row.number("/status/replicas"))
                .add(row.number("/status/readyReplicas"))
                .addAge();
        containers(row, row.at("/spec/template/spec/containers"));
    }

    private static void statefulSet(Row row) {
        row.addName()
                .add(row.number("/status/readyReplicas") + "/" + row.number("/spec/replicas"))
                .addAge();
        containers(row, row.at("/spec/template/spec/containers"));
    }

    private static void daemonSet(Row row) {
        row.addName()
                .add(row.number("/status/desiredNumberScheduled"))
                .add(row.number("/status/currentNumberScheduled"))
                .add(row.number("/status/numberReady"))
                .add(row.number("/status/updatedNumberScheduled"))
                .add(row.number("/status/numberAvailable"))
                .add(Texts.labels(row.at("/spec/template/spec/nodeSelector")))
                .addAge();
        containers(row, row.at("/spec/template/spec/containers"));
        row.add(Texts.selector(row.at("/spec/selector")));
    }

    private static void job(Row row) {
        String start = row.text("/status/startTime");
        String end = row.text("/status/completionTime");
        row.addName()
                .add(jobStatus(row))
                .add(jobCompletions(row))
                .add(start.isEmpty() ? "" : row.between(start, end))
                .addAge();
        containers(row, row.at("/spec/template/spec/containers"));
        row.add(Texts.selector(row.at("/spec/selector")));
    }

    private static String jobStatus(Row row) {
        if (hasCondition(row, "Complete")) {
            return "Complete";
        }
        if (hasCondition(row, "Failed")) {
            return "Failed";
        }
        if (row.object().deletionTimestamp().isPresent()) {
            return "Terminating";
        }
        for (String condition : new String[] {"Suspended", "FailureTarget", "SuccessCriteriaMet"}) {
            if (hasCondition(row, condition)) {
                return condition;
            }
        }
        return "Running";
    }

    private static boolean hasCondition(Row row, String type) {
        return row.condition("/status/conditions", type).equals("True");
    }

    private static String jobCompletions(Row row) {
        long succeeded = row.number("/status/succeeded");
        if (row.at("/spec/completions").isNumber()) {
            return succeeded + "/" + row.number("/spec/completions");
        }
        long parallelism = row.number("/spec/parallelism");
        return succeeded + "/1" + (parallelism > 1 ? " of " + parallelism : "");
    }

    private static void cronJob(Row row) {
        String last = row.text("/status/lastScheduleTime");
        JsonNode suspend = row.at("/spec/suspend");
        String suspended = suspend.asBoolean(false) ? "True" : "False";
        row.addName()
                .add(row.text("/spec/schedule"))
                .add(Texts.orNone(row.text("/spec/timeZone")))
                .add(suspend.isBoolean() ? suspended : Texts.UNSET)
                .add(row.at("/status/active").size())
                .add(last.isEmpty() ? Texts.NONE : row.since(last))
                .addAge();
        containers(row, row.at("/spec/jobTemplate/spec/template/spec/containers"));
        row.add(Texts.selector(row.at("/spec/jobTemplate/spec/selector")));
    }

    private static void podTemplate(Row row) {
        row.addName();
        containers(row, row.at("/template/spec/containers"));
        row.add(Texts.labels(row.at("/template/metadata/labels")));
    }

    private static void controllerRevision(Row row) {
        row.addName().add(controller(row)).add(row.number("/revision")).addAge();
    }

    private static String controller(Row row) {
        for (JsonNode owner : row.at("/metadata/ownerReferences")) {
            if (owner.path("controller").asBoolean(false)) {
                String apiVersion = owner.path("apiVersion").asString("");
                int slash = apiVersion.indexOf('/');
                String kind = owner.path("kind").asString("").toLowerCase(Locale.ROOT);
                String group = slash < 0 ? "" : "." + apiVersion.substring(0, slash);
                return kind + group + "/" + owner.path("name").asString("");
            }
        }
        return Texts.NONE;
    }

    private static void containers(Row row, JsonNode containers) {
        row.add(Texts.joined(containers, "name")).add(Texts.joined(containers, "image"));
    }
}
