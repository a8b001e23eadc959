package dev.purser.api.kind.pod;

import dev.purser.api.codec.GoForm;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.network.IpAddress;
import dev.purser.api.network.IpFamily;
import dev.purser.api.network.IpRules;
import dev.purser.api.selector.LabelSyntax;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Names;
import dev.purser.api.validation.Spot;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Checks updates of the status of Pods (`ValidatePodStatusUpdate`).
final class PodStatusValidation {
    private static final Set<String> SYSTEM_CONDITIONS =
            Set.of("PodScheduled", "Ready", "Initialized");
    private static final String IP = "ip";
    private static final String GENERATION = "observedGeneration";
    private static final String NOMINATED = "nominatedNodeName";

    private final GoForm goForm;

    PodStatusValidation(GoForm goForm) {
        this.goForm = goForm;
    }

    void validate(KubeObject pod, KubeObject oldPod, FieldErrors errors) {
        Spot status = new Spot(pod.status(), "status", errors);
        JsonNode old = oldPod.status();
        validateConditions(status);
        validateNomination(status.at(NOMINATED), oldPod);
        requireCount(status.at(GENERATION));
        if (!status.text("qosClass").equals(Trees.text(old, "qosClass"))) {
            status.at("qosClass").invalidText("field is immutable");
        }
        ContainerStates.validate(status, old, pod.spec());
        ClaimStatuses.validate(status, pod.spec());
        validatePodAddresses(status, old);
        validateHostAddresses(status, old);
        ContainerStatuses.validate(status, pod.spec());
    }

    private static void requireCount(Spot generation) {
        if (generation.number() < 0) {
            generation.invalidNumber("must be a non-negative integer");
        }
    }

    private static void validateConditions(Spot status) {
        for (Spot condition : status.items("conditions")) {
            requireCount(condition.at(GENERATION));
            String type = condition.text("type");
            if (!SYSTEM_CONDITIONS.contains(type)) {
                // Kubernetes writes this field in upper case.
                LabelSyntax.keyErrors(type).forEach(why -> condition.at("Type").invalid(type, why));
            }
        }
    }

    private static void validateNomination(Spot node, KubeObject old) {
        boolean isNew = !node.text().equals(Trees.text(old.status(), NOMINATED));
        if (node.isEmpty() || !isNew) {
            return;
        }
        node.complain(Names::subdomainErrors);
        if (!Trees.text(old.spec(), "nodeName").isEmpty()) {
            node.forbidden("may not be set on pods that are already bound to a node");
        }
    }

    private void validatePodAddresses(Spot status, JsonNode old) {
        Spot list = status.at("podIPs");
        Spot single = status.at("podIP");
        validateSpellings(list, old);
        requireOneOfEachFamily(list, "io.k8s.api.core.v1.PodIP");
        Spot first = list.items().isEmpty() ? list.nothing() : list.items().getFirst().at(IP);
        if (single.isEmpty() != list.isEmpty()) {
            refuse(
                    list,
                    "io.k8s.api.core.v1.PodIP",
                    "podIP and podIPs must either both be set or both be unset");
        } else if (!single.text().equals(first.text())) {
            first.invalidText("must be equal to `podIP`");
        }
    }

    private void validateHostAddresses(Spot status, JsonNode old) {
        Spot list = status.at("hostIPs");
        if (list.isEmpty()) {
            return;
        }
        Spot first = list.items().getFirst().at(IP);
        if (!first.text().equals(status.text("hostIP"))) {
            first.invalidText("must be equal to `hostIP`");
        }
        validateSpellings(list, old);
        requireOneOfEachFamily(list, "io.k8s.api.core.v1.HostIP");
    }

    /// Addresses that were there before stay valid.
    private static void validateSpellings(Spot list, JsonNode old) {
        String field = list.path().substring(list.path().indexOf('.') + 1);
        Set<String> before = new HashSet<>();
        Trees.items(old, field).forEach(address -> before.add(Trees.text(address, IP)));
        for (Spot address : list.items()) {
            if (!before.contains(address.text(IP))) {
                IpRules.validate(address.text(IP), address.path(), address.errors());
            }
        }
    }

    private void requireOneOfEachFamily(Spot list, String type) {
        List<Optional<IpFamily>> families =
                list.items().stream()
                        .map(address -> IpAddress.parse(address.text(IP)).map(IpAddress::family))
                        .toList();
        if (families.size() < 2) {
            return;
        }
        List<String> wrong =
                list.items().stream()
                        .map(address -> address.text(IP))
                        .filter(text -> IpAddress.parse(text).isEmpty())
                        .toList();
        if (!wrong.isEmpty()) {
            list.errors()
                    .internal(
                            list.path(),
                            "failed to check for dual stack with error:invalid IP[%d]: %s"
                                    .formatted(
                                            families.indexOf(Optional.empty()), wrong.getFirst()));
        }
        boolean isDual = wrong.isEmpty() && families.stream().distinct().count() == 2;
        if (!isDual || families.size() > 2) {
            refuse(list, type, "may specify no more than one IP for each IP family");
        }
    }

    private void refuse(Spot list, String type, String why) {
        String shown =
                list.items().stream()
                        .map(item -> goForm.compact(item.node(), type))
                        .collect(Collectors.joining(",", "[", "]"));
        list.errors().invalidShown(list.path(), list.isGiven() ? shown : "null", why);
    }

    /// What to say about the spelling of addresses.
    static List<String> warnings(ObjectNode status) {
        return List.of("podIPs", "hostIPs").stream()
                .flatMap(field ->
                        new Spot(status, "status", new FieldErrors()).items(field).stream())
                .map(address -> address.at(IP))
                .flatMap(ip -> IpRules.warnings(ip.text(), ip.path()).stream())
                .toList();
    }
}
