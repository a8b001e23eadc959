package dev.purser.api.quota;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.quantity.Quantity;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/// PersistentVolumeClaims and the storage they ask for, also by storage class.
record ClaimUsage() implements Usage {
    private static final String COUNT = ObjectCount.name("persistentvolumeclaims");
    private static final String CLAIMS = "persistentvolumeclaims";
    private static final String STORAGE = "requests.storage";
    private static final String OF_CLASS = ".storageclass.storage.k8s.io/";
    private static final String CLASS_ANNOTATION = "volume.beta.kubernetes.io/storage-class";

    @Override
    public Set<String> matching(Collection<String> names) {
        Set<String> result = new HashSet<>();
        for (String name : names) {
            boolean isOwn = List.of(COUNT, CLAIMS, STORAGE).contains(name);
            if (isOwn || name.endsWith(OF_CLASS + CLAIMS) || name.endsWith(OF_CLASS + STORAGE)) {
                result.add(name);
            }
        }
        return result;
    }

    @Override
    public boolean isIn(QuotaScope scope, KubeObject claim) {
        return scope.name().equals("VolumeAttributesClass")
                && scope.matchesAny(attributesClasses(claim));
    }

    private static Set<String> attributesClasses(KubeObject claim) {
        JsonNode status = claim.json().path("status");
        Set<String> classes = new HashSet<>();
        for (JsonNode name :
                List.of(
                        claim.json().path("spec").path("volumeAttributesClassName"),
                        status.path("currentVolumeAttributesClassName"),
                        status.path("modifyVolumeStatus")
                                .path("targetVolumeAttributesClassName"))) {
            if (!name.asString("").isEmpty()) {
                classes.add(name.asString(""));
            }
        }
        return classes;
    }

    @Override
    public ResourceAmounts of(KubeObject claim) {
        String storageClass =
                Optional.ofNullable(claim.annotations().get(CLASS_ANNOTATION))
                        .orElseGet(() ->
                                claim.json().path("spec").path("storageClassName").asString(""));
        Quantity one = Quantity.of(1);
        ResourceAmounts result = ResourceAmounts.nothing().with(CLAIMS, one).with(COUNT, one);
        if (!storageClass.isEmpty()) {
            result = result.with(storageClass + OF_CLASS + CLAIMS, one);
        }
        Optional<Quantity> storage = storage(claim);
        if (storage.isPresent()) {
            result = result.with(STORAGE, storage.get());
            if (!storageClass.isEmpty()) {
                result = result.with(storageClass + OF_CLASS + STORAGE, storage.get());
            }
        }
        return result;
    }

    /// What is asked for, or what is allocated while a volume grows, whichever is more.
    private static Optional<Quantity> storage(KubeObject claim) {
        ResourceAmounts asked =
                ResourceAmounts.of(claim.json().path("spec").path("resources").path("requests"));
        ResourceAmounts allocated =
                ResourceAmounts.of(claim.json().path("status").path("allocatedResources"));
        return asked.find("storage")
                .map(request ->
                        allocated
                                .find("storage")
                                .filter(amount -> amount.compareTo(request) > 0)
                                .orElse(request))
                .map(ClaimUsage::wholeBytes);
    }

    private static Quantity wholeBytes(Quantity amount) {
        boolean isWhole = amount.amount().stripTrailingZeros().scale() <= 0;
        return isWhole
                ? amount
                : Quantity.parse(
                        amount.amount().setScale(0, RoundingMode.UP).toBigInteger().toString());
    }
}
