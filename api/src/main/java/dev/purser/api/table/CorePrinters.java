package dev.purser.api.table;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// Configuration, namespaces, nodes, events and what else is in the core group.
final class CorePrinters {
    private static final String ROLE_PREFIX = "node-role.kubernetes.io/";

    private CorePrinters() {}

    static Map<String, RowPrinter> all() {
        return Map.of(
                "Pod", new PodPrinter(),
                "ConfigMap", CorePrinters::configMap,
                "Secret", CorePrinters::secret,
                "Namespace", CorePrinters::namespace,
                "ServiceAccount", row -> row.addName().addAge(),
                "Node", CorePrinters::node,
                "Event", CorePrinters::event,
                "ResourceQuota", CorePrinters::resourceQuota,
                "Lease", CorePrinters::lease);
    }

    private static void configMap(Row row) {
        row.addName().add(row.at("/data").size() + row.at("/binaryData").size()).addAge();
    }

    private static void secret(Row row) {
        row.addName().add(row.text("/type")).add(row.at("/data").size()).addAge();
    }

    private static void namespace(Row row) {
        row.addName().add(row.text("/status/phase")).addAge();
    }

    private static void lease(Row row) {
        row.addName().add(row.text("/spec/holderIdentity")).addAge();
    }

    private static void node(Row row) {
        row.addName()
                .add(nodeStatus(row))
                .add(nodeRoles(row))
                .addAge()
                .add(row.text("/status/nodeInfo/kubeletVersion"))
                .add(nodeAddress(row, "InternalIP"))
                .add(nodeAddress(row, "ExternalIP"))
                .add(row.text("/status/nodeInfo/osImage", Row.UNKNOWN))
                .add(row.text("/status/nodeInfo/kernelVersion", Row.UNKNOWN))
                .add(row.text("/status/nodeInfo/containerRuntimeVersion", Row.UNKNOWN));
    }

    private static String nodeStatus(Row row) {
        String status =
                switch (row.condition("/status/conditions", "Ready")) {
                    case "" -> "Unknown";
                    case "True" -> "Ready";
                    default -> "NotReady";
                };
        boolean cordoned = row.at("/spec/unschedulable").asBoolean(false);
        return cordoned ? status + ",SchedulingDisabled" : status;
    }

    private static String nodeRoles(Row row) {
        TreeSet<String> roles = new TreeSet<>();
        row.object()
                .labels()
                .forEach((key, value) -> {
                    if (key.startsWith(ROLE_PREFIX)) {
                        roles.add(key.substring(ROLE_PREFIX.length()));
                    } else if (key.equals("kubernetes.io/role")) {
                        roles.add(value);
                    }
                });
        roles.remove("");
        return Texts.orNone(String.join(",", roles));
    }

    private static String nodeAddress(Row row, String type) {
        for (JsonNode address : row.at("/status/addresses")) {
            if (address.path("type").asString("").equals(type)) {
                return address.path("address").asString("");
            }
        }
        return Texts.NONE;
    }

    /// Events of both APIs: what the core one calls `message`, the newer one calls `note`.
    private static void event(Row row) {
        String first = since(row, "/firstTimestamp", "/deprecatedFirstTimestamp", "/eventTime");
        String last = since(row, "/lastTimestamp", "/deprecatedLastTimestamp");
        long count = Math.max(row.number("/count"), row.number("/deprecatedCount"));
        if (row.at("/series").isObject()) {
            last = row.since(row.text("/series/lastObservedTime"));
            count = row.number("/series/count");
        }
        row.add(last.isEmpty() ? orUnknown(first) : last)
                .add(row.text("/type"))
                .add(row.text("/reason"))
                .add(target(row))
                .add(firstText(row, "/involvedObject/fieldPath", "/regarding/fieldPath"))
                .add(source(row))
                .add(firstText(row, "/message", "/note").strip())
                .add(orUnknown(first))
                .add(row.at("/series").isObject() ? count : Math.max(count, 1))
                .addName();
    }

    private static String orUnknown(String text) {
        return text.isEmpty() ? Row.UNKNOWN : text;
    }

    private static String since(Row row, String... pointers) {
        String time = firstText(row, pointers);
        return time.isEmpty() ? "" : row.since(time);
    }

    private static String target(Row row) {
        String kind =
                firstText(row, "/involvedObject/kind", "/regarding/kind").toLowerCase(Locale.ROOT);
        String name = firstText(row, "/involvedObject/name", "/regarding/name");
        return name.isEmpty() ? kind : kind + "/" + name;
    }

    private static String source(Row row) {
        String component =
                firstText(
                        row,
                        "/source/component",
                        "/deprecatedSource/component",
                        "/reportingComponent",
                        "/reportingController");
        String instance =
                firstText(row, "/source/host", "/deprecatedSource/host", "/reportingInstance");
        return instance.isEmpty() ? component : component + ", " + instance;
    }

    private static String firstText(Row row, String... pointers) {
        for (String pointer : pointers) {
            if (!row.text(pointer).isEmpty()) {
                return row.text(pointer);
            }
        }
        return "";
    }

    private static void resourceQuota(Row row) {
        Map<String, String> requests = new TreeMap<>();
        Map<String, String> limits = new TreeMap<>();
        row.at("/status/hard")
                .properties()
                .forEach(hard -> {
                    String name = hard.getKey();
                    String used = row.at("/status/used").path(name).asString("0");
                    String text = used + "/" + hard.getValue().asString("");
                    (name.startsWith("limits") ? limits : requests).put(name, text);
                });
        row.addName().add(quotas(requests)).add(quotas(limits)).addAge();
    }

    private static String quotas(Map<String, String> quotas) {
        return quotas.entrySet().stream()
                .map(quota -> quota.getKey() + ": " + quota.getValue())
                .collect(Collectors.joining(", "));
    }
}
