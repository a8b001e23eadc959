package dev.purser.server.authz.node;

import dev.purser.server.authz.Authorizer;
import dev.purser.server.authz.PolicyRule;
import dev.purser.server.authz.node.NodeGraph.Kind;
import dev.purser.server.authz.node.NodeGraph.Vertex;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Allows nodes what their pods need and no more (Kubernetes' authorization mode `Node`). Everybody
/// else, and what is not listed here, is left to other authorizers. Thread-safe.
///
/// What a node may write is bounded further by the admission plugin NodeRestriction.
public final class NodeAuthorizer implements Authorizer {
    private static final Set<String> READS = Set.of("get", "list", "watch");
    private static final Set<String> OWN_OBJECT_VERBS =
            Set.of("get", "create", "update", "patch", "delete");
    private static final String LEASE_NAMESPACE = "kube-node-lease";

    private final NodeGraph graph;
    private final List<PolicyRule> rules;

    /// @param rules what every node may do with the resources that are not looked at one by one:
    ///   those of the ClusterRole `system:node`
    public NodeAuthorizer(NodeGraph graph, List<PolicyRule> rules) {
        this.graph = graph;
        this.rules = List.copyOf(rules);
    }

    @Override
    public Decision authorize(Identity identity, Attributes attributes) {
        Optional<String> node = NodeName.of(identity);
        if (node.isEmpty()) {
            return new NoOpinion("");
        }
        if (node.get().isEmpty()) {
            return new NoOpinion("unknown node for user \"%s\"".formatted(identity.name()));
        }
        return decide(new Question(node.get(), attributes));
    }

    /// What a node asks.
    private record Question(String node, Attributes attributes) {
        String verb() {
            return attributes.verb();
        }

        String subresource() {
            return attributes.subresource();
        }

        /// Whether a collection is asked for that holds this node's objects only.
        boolean selectsOwn(String field) {
            return attributes.fields().requiredValue(field).filter(node::equals).isPresent();
        }
    }

    private Decision decide(Question question) {
        Attributes asked = question.attributes();
        String resource =
                asked.group().isEmpty() ? asked.resource() : asked.resource() + "." + asked.group();
        return switch (resource) {
            case "secrets" -> read(question, Kind.SECRET);
            case "configmaps" -> read(question, Kind.CONFIG_MAP);
            case "persistentvolumeclaims" ->
                    question.subresource().equals("status")
                            ? claimStatus(question)
                            : get(question, Kind.CLAIM);
            case "persistentvolumes" -> get(question, Kind.VOLUME);
            case "resourceclaims.resource.k8s.io" -> get(question, Kind.RESOURCE_CLAIM);
            case "volumeattachments.storage.k8s.io" -> get(question, Kind.ATTACHMENT);
            case "serviceaccounts" -> serviceAccount(question);
            case "leases.coordination.k8s.io" -> lease(question);
            case "csinodes.storage.k8s.io" -> csiNode(question);
            case "resourceslices.resource.k8s.io" -> resourceSlice(question);
            case "podcertificaterequests.certificates.k8s.io" -> certificateRequest(question);
            case "nodeconfigs.node.purser.dev" -> configFeed(question);
            case "nodes" -> node(question);
            case "pods" -> pod(question);
            default -> others(asked);
        };
    }

    private Decision others(Attributes attributes) {
        return rules.stream().anyMatch(rule -> rule.allows(attributes)) ? yes() : no("");
    }

    private Decision read(Question question, Kind kind) {
        if (!READS.contains(question.verb())) {
            return no("can only read resources of this type");
        }
        if (!question.subresource().isEmpty()) {
            return no("cannot read subresource");
        }
        if (question.attributes().namespace().isEmpty()) {
            return no("can only read namespaced object of this type");
        }
        return related(question, kind);
    }

    private Decision get(Question question, Kind kind) {
        if (!question.verb().equals("get")) {
            return no("can only get individual resources of this type");
        }
        return question.subresource().isEmpty()
                ? related(question, kind)
                : no("cannot get subresource");
    }

    private Decision claimStatus(Question question) {
        return Set.of("update", "patch").contains(question.verb())
                ? related(question, Kind.CLAIM)
                : no("can only get/update/patch this type");
    }

    private Decision related(Question question, Kind kind) {
        Attributes asked = question.attributes();
        if (asked.name().isEmpty()) {
            return no("No Object name found");
        }
        return graph.leadsTo(new Vertex(kind, asked.namespace(), asked.name()), question.node())
                ? yes()
                : no(
                        "no relationship found between node '%s' and this object"
                                .formatted(question.node()));
    }

    private Decision serviceAccount(Question question) {
        if (question.verb().equals("get") && question.subresource().isEmpty()) {
            return read(question, Kind.SERVICE_ACCOUNT);
        }
        if (!question.verb().equals("create") || question.attributes().name().isEmpty()) {
            return no("can only create tokens for individual service accounts");
        }
        return question.subresource().equals("token")
                ? related(question, Kind.SERVICE_ACCOUNT)
                : no("can only create token subresource of serviceaccount");
    }

    private static Decision lease(Question question) {
        if (!OWN_OBJECT_VERBS.contains(question.verb())) {
            return no("can only get, create, update, patch, or delete a node lease");
        }
        if (!question.attributes().namespace().equals(LEASE_NAMESPACE)) {
            return no(
                    "can only access leases in the \"%s\" system namespace"
                            .formatted(LEASE_NAMESPACE));
        }
        return named(question)
                ? yes()
                : no("can only access node lease with the same name as the requesting node");
    }

    private static Decision csiNode(Question question) {
        return switch (question.subresource()) {
            case "status" -> no("CSINode status access requires CSIVolumeHealth feature");
            case "" -> {
                if (!OWN_OBJECT_VERBS.contains(question.verb())) {
                    yield no("can only get, create, update, patch, or delete a CSINode");
                }
                yield named(question)
                        ? yes()
                        : no("can only access CSINode with the same name as the requesting node");
            }
            default -> no("cannot authorize CSINode subresources");
        };
    }

    /// Whether the object has the node's own name. On creation that is not known yet, and checked
    /// by admission.
    private static boolean named(Question question) {
        return question.verb().equals("create")
                || question.attributes().name().equals(question.node());
    }

    private Decision resourceSlice(Question question) {
        if (!question.subresource().isEmpty()) {
            return no("cannot authorize ResourceSlice subresources");
        }
        return switch (question.verb()) {
            case "create" -> yes();
            case "get", "update", "patch", "delete" -> related(question, Kind.RESOURCE_SLICE);
            case "watch", "list", "deletecollection" ->
                    question.selectsOwn("spec.nodeName")
                            ? yes()
                            : no(
                                    "can only list/watch/deletecollection resourceslices with nodeName field selector");
            default ->
                    no(
                            "only the following verbs are allowed for a ResourceSlice: get, watch, list, create, update, patch, delete, deletecollection");
        };
    }

    private Decision certificateRequest(Question question) {
        if (!question.subresource().isEmpty()) {
            return no("nodes may not access the status subresource of PodCertificateRequests");
        }
        return switch (question.verb()) {
            case "create" -> yes();
            case "get" -> related(question, Kind.CERTIFICATE_REQUEST);
            case "list", "watch" ->
                    question.selectsOwn("spec.nodeName")
                            ? yes()
                            : no(
                                    "can only list/watch podcertificaterequests with nodeName field selector");
            default -> no("nodes may not %s podcertificaterequests".formatted(question.verb()));
        };
    }

    /// What is in it follows the same graph.
    private static Decision configFeed(Question question) {
        if (!question.verb().equals("watch") || !question.subresource().isEmpty()) {
            return no("can only watch resources of this type");
        }
        return question.attributes().name().equals(question.node())
                ? yes()
                : no("can only watch the configuration of its own pods");
    }

    private static Decision node(Question question) {
        String verb = question.verb();
        return switch (question.subresource()) {
            case "" ->
                    switch (verb) {
                        case "create", "update", "patch" -> yes();
                        case "get", "list", "watch" -> readNode(question);
                        default -> no("");
                    };
            case "status" -> verb.equals("update") || verb.equals("patch") ? yes() : no("");
            default -> no("");
        };
    }

    private static Decision readNode(Question question) {
        String name = question.attributes().name();
        if (name.equals(question.node())) {
            return yes();
        }
        return no(
                name.isEmpty()
                        ? "node '%s' cannot read all nodes, only its own Node object"
                                .formatted(question.node())
                        : "node '%s' cannot read '%s', only its own Node object"
                                .formatted(question.node(), name));
    }

    private Decision pod(Question question) {
        String verb = question.verb();
        return switch (question.subresource()) {
            case "" ->
                    switch (verb) {
                        case "get" -> get(question, Kind.POD);
                        case "list", "watch" -> readPods(question);
                        case "create", "delete" -> yes();
                        default -> no("");
                    };
            case "status" -> verb.equals("update") || verb.equals("patch") ? yes() : no("");
            case "eviction" -> verb.equals("create") ? yes() : no("");
            default -> no("");
        };
    }

    private Decision readPods(Question question) {
        if (question.selectsOwn("spec.nodeName")) {
            return yes();
        }
        return question.attributes().name().isEmpty()
                ? no("can only list/watch pods with spec.nodeName field selector")
                : related(question, Kind.POD);
    }

    private static Decision yes() {
        return new Allowed("");
    }

    private static Decision no(String reason) {
        return new NoOpinion(reason);
    }
}
