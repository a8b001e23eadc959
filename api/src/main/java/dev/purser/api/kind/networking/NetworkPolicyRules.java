package dev.purser.api.kind.networking;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.network.IpNetwork;
import dev.purser.api.network.IpRules;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Labels;
import dev.purser.api.validation.Names;
import dev.purser.api.validation.Numbers;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// NetworkPolicies.
public final class NetworkPolicyRules implements CountedRules {
    private static final List<String> PROTOCOLS = List.of("TCP", "UDP", "SCTP");
    private static final List<String> TYPES = List.of("Ingress", "Egress");
    private static final List<Direction> DIRECTIONS =
            List.of(new Direction("ingress", "from"), new Direction("egress", "to"));

    /// @param rules the list of rules
    /// @param peers the list of peers in each rule
    private record Direction(String rules, String peers) {}

    @Override
    public void setDefaults(KubeObject object) {
        ObjectNode spec = object.spec();
        for (Direction direction : DIRECTIONS) {
            for (ObjectNode rule : Trees.items(spec, direction.rules())) {
                Trees.items(rule, "ports").stream()
                        .filter(port -> !Trees.has(port, "protocol"))
                        .forEach(port -> port.put("protocol", "TCP"));
            }
        }
        if (spec.path("policyTypes").isEmpty()) {
            ArrayNode types = spec.putArray("policyTypes").add("Ingress");
            if (!spec.path("egress").isEmpty()) {
                types.add("Egress");
            }
        }
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        validate(object.spec(), List.of(), errors);
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        List<String> known = new ArrayList<>();
        for (Block block : blocks(old)) {
            known.add(Trees.text(block.node(), "cidr"));
            known.addAll(Trees.texts(block.node(), "except"));
        }
        validate(object.spec(), known, errors);
    }

    private static void validate(ObjectNode spec, List<String> known, FieldErrors errors) {
        Labels.validateSelector(spec.path("podSelector"), "spec.podSelector", errors);
        for (Direction direction : DIRECTIONS) {
            List<ObjectNode> rules = Trees.items(spec, direction.rules());
            for (int i = 0; i < rules.size(); i++) {
                String path = "spec.%s[%d]".formatted(direction.rules(), i);
                List<ObjectNode> ports = Trees.items(rules.get(i), "ports");
                for (int p = 0; p < ports.size(); p++) {
                    validatePort(ports.get(p), "%s.ports[%d]".formatted(path, p), errors);
                }
                List<ObjectNode> peers = Trees.items(rules.get(i), direction.peers());
                for (int p = 0; p < peers.size(); p++) {
                    String place = "%s.%s[%d]".formatted(path, direction.peers(), p);
                    validatePeer(peers.get(p), known, place, errors);
                }
            }
        }
        validateTypes(spec.path("policyTypes"), errors);
    }

    private static void validateTypes(JsonNode types, FieldErrors errors) {
        if (types.size() > TYPES.size()) {
            errors.invalid("spec.policyTypes", types, "may not specify more than two policyTypes");
            return;
        }
        for (int i = 0; i < types.size(); i++) {
            String type = types.get(i).asString("");
            if (!TYPES.contains(type)) {
                errors.notSupported("spec.policyTypes[%d]".formatted(i), type, TYPES);
            }
        }
    }

    private static void validatePort(ObjectNode port, String path, FieldErrors errors) {
        String protocol = Trees.text(port, "protocol");
        if (!PROTOCOLS.contains(protocol)) {
            errors.notSupported(path + ".protocol", protocol, PROTOCOLS);
        }
        JsonNode number = port.path("port");
        JsonNode end = port.path("endPort");
        String endPath = path + ".endPort";
        if (number.isNumber()) {
            requirePort(number.asLong(), path + ".port", errors);
            if (end.isNumber() && end.asLong() < number.asLong()) {
                errors.invalid(endPath, end.asLong(), "must be greater than or equal to `port`");
            }
            if (end.isNumber()) {
                requirePort(end.asLong(), endPath, errors);
            }
            return;
        }
        if (end.isNumber()) {
            String why = number.isString() ? "non-numeric" : "not specified";
            errors.invalid(endPath, end.asLong(), "may not be specified when `port` is " + why);
        }
        if (number.isString()) {
            String name = number.stringValue();
            errors.invalidEach(path + ".port", name, Names.portNameErrors(name));
        }
    }

    private static void requirePort(long number, String path, FieldErrors errors) {
        Numbers.portErrors(number).forEach(why -> errors.invalid(path, number, why));
    }

    private static void validatePeer(
            ObjectNode peer, List<String> known, String path, FieldErrors errors) {
        int count = 0;
        for (String selector : List.of("podSelector", "namespaceSelector")) {
            if (Trees.has(peer, selector)) {
                count++;
                Labels.validateSelector(peer.path(selector), path + "." + selector, errors);
            }
        }
        boolean hasBlock = Trees.has(peer, "ipBlock");
        if (hasBlock) {
            count++;
            validateBlock(peer.path("ipBlock"), known, path + ".ipBlock", errors);
        }
        if (count == 0) {
            errors.required(path, "must specify a peer");
        } else if (count > 1 && hasBlock) {
            errors.forbidden(path, "may not specify both ipBlock and another peer");
        }
    }

    private static void validateBlock(
            JsonNode block, List<String> known, String path, FieldErrors errors) {
        String text = Trees.text(block, "cidr");
        if (text.isEmpty()) {
            errors.required(path + ".cidr", "");
            return;
        }
        validateNetwork(text, known, path + ".cidr", errors);
        Optional<IpNetwork> network = IpNetwork.parse(text);
        if (network.isEmpty()) {
            return;
        }
        List<String> exceptions = Trees.texts(block, "except");
        for (int i = 0; i < exceptions.size(); i++) {
            String exception = exceptions.get(i);
            String place = "%s.except[%d]".formatted(path, i);
            validateNetwork(exception, known, place, errors);
            boolean isOutside =
                    IpNetwork.parse(exception)
                            .filter(inner -> !isStrictSubset(inner, network.get()))
                            .isPresent();
            if (isOutside) {
                errors.invalid(place, exception, "must be a strict subset of `cidr`");
            }
        }
    }

    private static boolean isStrictSubset(IpNetwork inner, IpNetwork outer) {
        return outer.contains(inner.first()) && outer.prefix() < inner.prefix();
    }

    private static void validateNetwork(
            String text, List<String> known, String path, FieldErrors errors) {
        if (!known.contains(text)) {
            IpRules.validateNetwork(text, path, errors);
        }
    }

    private record Block(String path, JsonNode node) {}

    private static List<Block> blocks(KubeObject policy) {
        List<Block> blocks = new ArrayList<>();
        for (Direction direction : DIRECTIONS) {
            List<ObjectNode> rules = Trees.items(policy.spec(), direction.rules());
            for (int i = 0; i < rules.size(); i++) {
                List<ObjectNode> peers = Trees.items(rules.get(i), direction.peers());
                for (int p = 0; p < peers.size(); p++) {
                    String path =
                            "spec.%s[%d].%s[%d].ipBlock"
                                    .formatted(direction.rules(), i, direction.peers(), p);
                    Trees.object(peers.get(p), "ipBlock")
                            .ifPresent(block -> blocks.add(new Block(path, block)));
                }
            }
        }
        return blocks;
    }

    @Override
    public List<String> warnings(KubeObject object, KubeObject old) {
        List<String> warnings = new ArrayList<>();
        for (Block block : blocks(object)) {
            String cidr = Trees.text(block.node(), "cidr");
            warnings.addAll(IpRules.networkWarnings(cidr, block.path() + ".cidr"));
            List<String> exceptions = Trees.texts(block.node(), "except");
            for (int i = 0; i < exceptions.size(); i++) {
                warnings.addAll(
                        IpRules.networkWarnings(
                                exceptions.get(i), "%s.except[%d]".formatted(block.path(), i)));
            }
        }
        return warnings;
    }
}
