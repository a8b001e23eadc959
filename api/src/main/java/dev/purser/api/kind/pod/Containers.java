package dev.purser.api.kind.pod;

import dev.purser.api.meta.Trees;
import dev.purser.api.validation.Spot;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The containers of a Pod in the order in which they come to life: those that initialize, those
/// that run, those that were added later.
final class Containers {
    static final String MAIN = "containers";
    static final String INIT = "initContainers";
    static final String EPHEMERAL = "ephemeralContainers";

    private static final List<String> LISTS = List.of(INIT, MAIN, EPHEMERAL);

    private Containers() {}

    static List<Spot> all(Spot spec) {
        List<Spot> all = new ArrayList<>();
        LISTS.forEach(list -> all.addAll(spec.items(list)));
        return all;
    }

    static List<ObjectNode> all(JsonNode spec) {
        List<ObjectNode> all = new ArrayList<>();
        LISTS.forEach(list -> all.addAll(Trees.items(spec, list)));
        return all;
    }

    /// Those that the Pod starts with, which count towards its resources.
    static List<ObjectNode> planned(JsonNode spec) {
        List<ObjectNode> planned = new ArrayList<>(Trees.items(spec, INIT));
        planned.addAll(Trees.items(spec, MAIN));
        return planned;
    }

    /// Whether an init container keeps running beside the others (KEP-753).
    static boolean isSidecar(JsonNode initContainer) {
        return Trees.text(initContainer, "restartPolicy").equals("Always");
    }
}
