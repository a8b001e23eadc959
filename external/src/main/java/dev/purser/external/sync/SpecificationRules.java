package dev.purser.external.sync;

import dev.purser.api.codec.GoDuration;
import java.util.HashSet;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// What a specification may not say although its schema lets it: the operator refuses it by a
/// webhook, Purser in the status.
final class SpecificationRules {
    private SpecificationRules() {}

    /// @throws SyncException for the first rule that is broken
    static void check(ExternalSecret owner) throws SyncException {
        checkInterval(owner);
        checkPolicies(owner);
        if (owner.data().isEmpty() && owner.dataFrom().isEmpty()) {
            throw broken("neither spec.data nor spec.dataFrom names anything to fetch");
        }
        int position = 0;
        for (JsonNode entry : owner.dataFrom()) {
            checkSource(entry, "spec.dataFrom[%d]".formatted(position));
            position++;
        }
        if (owner.deletion() == ExternalSecret.Deletion.RETAIN) {
            checkKeys(owner.data());
        }
    }

    private static void checkInterval(ExternalSecret owner) throws SyncException {
        String interval = owner.intervalText();
        if (!interval.isEmpty() && GoDuration.read(interval).isEmpty()) {
            throw broken("spec.refreshInterval is no duration such as 1h30m: " + interval);
        }
    }

    private static void checkPolicies(ExternalSecret owner) throws SyncException {
        boolean shared =
                switch (owner.creation()) {
                    case MERGE, CREATE_OR_MERGE, NONE -> true;
                    case OWNER, ORPHAN -> false;
                };
        switch (owner.deletion()) {
            case DELETE -> {
                if (shared) {
                    throw combination(owner, "the Secret is not the ExternalSecret's to delete");
                }
            }
            case MERGE -> {
                if (owner.creation() == ExternalSecret.Creation.NONE) {
                    throw combination(owner, "there is no Secret to take keys from");
                }
            }
            case RETAIN -> {
                // Goes with all of them.
            }
        }
    }

    private static SyncException combination(ExternalSecret owner, String why) {
        return broken(
                "spec.target.deletionPolicy %s does not go with creationPolicy %s: %s"
                        .formatted(owner.deletionName(), owner.creationName(), why));
    }

    private static void checkSource(JsonNode entry, String place) throws SyncException {
        JsonNode source = entry.path("sourceRef");
        boolean generator = source.path("generatorRef").isObject();
        int ways =
                (entry.path("find").isObject() ? 1 : 0)
                        + (entry.path("extract").isObject() ? 1 : 0)
                        + (generator ? 1 : 0);
        if (ways > 1) {
            throw broken(place + " may have only one of find, extract and sourceRef.generatorRef");
        }
        if (ways == 0) {
            throw broken(place + " needs one of find, extract and sourceRef.generatorRef");
        }
        if (source.isObject() && !generator && !source.path("storeRef").isObject()) {
            throw broken(place + ".sourceRef needs storeRef or generatorRef");
        }
    }

    private static void checkKeys(JsonNode data) throws SyncException {
        Set<String> keys = new HashSet<>();
        for (JsonNode entry : data) {
            String key = entry.path("secretKey").asString("");
            if (!keys.add(key)) {
                throw broken("spec.data has the secretKey %s twice".formatted(key));
            }
        }
    }

    private static SyncException broken(String what) {
        return SyncException.lasting(SyncMessages.BAD_SPECIFICATION, what);
    }
}
