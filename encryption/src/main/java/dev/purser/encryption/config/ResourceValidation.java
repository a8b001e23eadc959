package dev.purser.encryption.config;

import dev.purser.api.status.FieldErrors;
import dev.purser.store.seal.StoredResource;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import tools.jackson.databind.JsonNode;

/// What kube-apiserver asks of one list of resources.
final class ResourceValidation {
    private static final StoredResource EVERYTHING = new StoredResource("*", "*");
    private static final Set<String> INTERNAL =
            Set.of("apiserveripinfo", "serviceipallocations", "servicenodeportallocations");

    private ResourceValidation() {}

    static void check(JsonNode resources, String place, FieldErrors errors) {
        overlap(resources, place, errors);
        for (int i = 0; i < resources.size(); i++) {
            String name = resources.get(i).asString("");
            String complaint = complaint(name);
            if (!complaint.isEmpty()) {
                errors.invalid("%s[%d]".formatted(place, i), name, complaint);
            }
        }
    }

    private static void overlap(JsonNode resources, String place, FieldErrors errors) {
        List<StoredResource> patterns =
                IntStream.range(0, resources.size())
                        .mapToObj(i -> StoredResource.parse(resources.get(i).asString("")))
                        .toList();
        boolean twice = patterns.stream().distinct().count() < patterns.size();
        if (twice) {
            errors.invalid(
                    place, resources, "the same resource cannot be specified multiple times");
        }
        if (overlaps(patterns)) {
            errors.invalid(
                    place,
                    resources,
                    "using overlapping resources such as 'secrets' and '*.' in the same resource"
                            + " list is not allowed as they will be masked");
        }
    }

    /// Whether one pattern takes in another. The first pair of equal ones is only a repetition.
    private static boolean overlaps(List<StoredResource> patterns) {
        boolean repetitionSeen = false;
        for (int i = 0; i < patterns.size(); i++) {
            for (int j = 0; j < patterns.size(); j++) {
                StoredResource one = patterns.get(i);
                StoredResource other = patterns.get(j);
                if (i == j) {
                    continue;
                }
                if (one.equals(other) && !repetitionSeen) {
                    repetitionSeen = true;
                } else if (one.equals(EVERYTHING) || sameGroupWithWildcard(one, other)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean sameGroupWithWildcard(StoredResource one, StoredResource other) {
        return one.group().equals(other.group())
                && (one.resource().equals("*") || other.resource().equals("*"));
    }

    /// What is wrong with a name; empty if nothing is.
    private static String complaint(String name) {
        StoredResource resource = StoredResource.parse(name);
        if (!name.toLowerCase(Locale.ROOT).equals(name)) {
            return "resource name should not contain capital letters";
        }
        if (name.equals("*")) {
            return "use '*.' to encrypt all the resources from core API group or *.* to encrypt"
                    + " all resources";
        }
        if (INTERNAL.contains(name)) {
            return "resources which do not have REST API/s cannot be encrypted";
        }
        if (resource.group().equals("events.k8s.io")) {
            return "'*.events.k8s.io' objects are stored using the 'events' API group in etcd. Use"
                    + " 'events' instead in the config file";
        }
        if (resource.group().equals("extensions")) {
            return "'extensions' group has been removed and cannot be used for encryption";
        }
        if (resource.group().equals("*") && !resource.resource().equals("*")) {
            return "encrypting the same resource across groups is not supported";
        }
        return "";
    }
}
