package dev.purser.server.metrics;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.resource.ApiGroup;
import dev.purser.api.selector.FieldSelector;
import dev.purser.api.status.StatusErrors;
import dev.purser.client.node.NodeUsage;
import dev.purser.client.node.NodeUsage.PodUsage;
import dev.purser.client.node.UsageSource;
import dev.purser.server.endpoint.Answers;
import dev.purser.server.endpoint.ApiExtension;
import dev.purser.server.endpoint.Exchange;
import dev.purser.server.endpoint.ResourceEndpoint;
import dev.purser.server.media.Format;
import dev.purser.server.media.Negotiation;
import dev.purser.server.media.Output;
import dev.purser.server.object.StoredObject;
import dev.purser.server.registry.ListRequest;
import dev.purser.server.registry.Registry;
import dev.purser.server.registry.Resources;
import dev.purser.server.registry.ServedResource;
import dev.purser.wire.http.Answer;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Answers reads of `metrics.k8s.io`. Thread-safe.
///
/// Before the first measurement it answers 503, as a cluster does whose metrics server is not
/// ready; what was not measured, such as a pod that just began, is left out of lists.
public final class MetricsApi implements ApiExtension {
    private final List<UsageSource> sources;
    private final Resources resources;
    private final Registry registry;
    private final Answers answers;
    private final UsageObjects objects;

    /// @param sources one for each node
    /// @param resources where names and labels of what is measured are found
    public MetricsApi(
            List<UsageSource> sources,
            Resources resources,
            Registry registry,
            Answers answers,
            InstantSource clock) {
        this.sources = List.copyOf(sources);
        this.resources = resources;
        this.registry = registry;
        this.answers = answers;
        this.objects = new UsageObjects(clock);
    }

    @Override
    public ApiGroup group() {
        return MetricsGroup.group();
    }

    @Override
    public List<KubeObject> systemObjects() {
        return List.of(MetricsGroup.readerRole());
    }

    @Override
    public Answer answer(Exchange exchange) {
        MetricsGroup resource = resource(exchange);
        List<NodeUsage> usages =
                sources.stream().map(UsageSource::usage).flatMap(Optional::stream).toList();
        return switch (exchange.attributes().verb()) {
            case "get" -> usages.isEmpty() ? unavailable() : get(exchange, resource, usages);
            case "list" -> usages.isEmpty() ? unavailable() : list(exchange, resource, usages);
            default -> throw ResourceEndpoint.notAllowed();
        };
    }

    private static Answer unavailable() {
        return Answer.text(503, "service unavailable\n");
    }

    private static MetricsGroup resource(Exchange exchange) {
        boolean version = exchange.attributes().version().equals(MetricsGroup.VERSION);
        boolean namespaced = !exchange.attributes().namespace().isEmpty();
        boolean named = !exchange.info().pathName().isEmpty();
        for (MetricsGroup resource : MetricsGroup.values()) {
            boolean asked = resource.plural().equals(exchange.attributes().resource());
            boolean scope = resource.isNamespaced() ? namespaced || !named : !namespaced;
            if (version && asked && scope && exchange.info().parts().size() <= 2) {
                return resource;
            }
        }
        throw ResourceEndpoint.unknown();
    }

    private Answer get(Exchange exchange, MetricsGroup resource, List<NodeUsage> usages) {
        Output output = output(exchange, Negotiation.Endpoint.OBJECT);
        String name = exchange.info().pathName();
        String namespace = exchange.attributes().namespace();
        StoredObject measured = registry.get(measured(resource), namespace, name, "");
        String known = resource.isNamespaced() ? namespace + "/" + name : name;
        KubeObject object =
                metrics(resource, List.of(measured), usages).stream()
                        .findFirst()
                        .orElseThrow(() -> StatusErrors.notFound(resource.inErrors(), known));
        return switch (output.form()) {
            case OBJECT -> answers.tree(200, object.json(), output);
            case METADATA -> answers.tree(200, UsageLists.metadata(object), output);
            case TABLE ->
                    answers.tree(
                            200, UsageTable.of(List.of(object), output.includeObject()), output);
        };
    }

    private Answer list(Exchange exchange, MetricsGroup resource, List<NodeUsage> usages) {
        Output output = output(exchange, Negotiation.Endpoint.LIST);
        ListRequest.Selection selection =
                ListRequest.Selection.parse(
                        exchange.request().query().first("labelSelector"),
                        exchange.request().query().first("fieldSelector"));
        List<KubeObject> items = metrics(resource, measured(exchange, resource, selection), usages);
        return switch (output.form()) {
            case OBJECT -> answers.tree(200, UsageLists.objects(resource, items), output);
            case METADATA -> answers.tree(200, UsageLists.metadata(items), output);
            case TABLE -> answers.tree(200, UsageTable.of(items, output.includeObject()), output);
        };
    }

    /// There is no protobuf form here.
    private static Output output(Exchange exchange, Negotiation.Endpoint endpoint) {
        return Negotiation.choose(exchange.request(), endpoint, List.of(Format.JSON, Format.YAML));
    }

    private ServedResource measured(MetricsGroup resource) {
        return resources
                .find(new GroupVersionResource("", "v1", resource.plural()))
                .orElseThrow(ResourceEndpoint::unknown);
    }

    /// The nodes or pods that are asked for, in the order of the API.
    private List<StoredObject> measured(
            Exchange exchange, MetricsGroup resource, ListRequest.Selection selection) {
        ListRequest request =
                new ListRequest(
                        measured(resource),
                        exchange.attributes().namespace(),
                        new ListRequest.Selection(selection.labels(), FieldSelector.everything()),
                        ListRequest.Paging.everything(),
                        ListRequest.Version.newest());
        return registry.list(request).items().stream()
                .filter(object -> selection.fields().matches(fields(object)))
                .sorted(
                        Comparator.comparing(StoredObject::namespace)
                                .thenComparing(StoredObject::name))
                .toList();
    }

    private static Map<String, String> fields(StoredObject object) {
        return Map.of("metadata.name", object.name(), "metadata.namespace", object.namespace());
    }

    private List<KubeObject> metrics(
            MetricsGroup resource, List<StoredObject> measured, List<NodeUsage> usages) {
        Map<String, NodeUsage> nodes = new HashMap<>();
        Map<String, PodUsage> pods = new HashMap<>();
        for (NodeUsage usage : usages) {
            nodes.put(usage.node(), usage);
            usage.pods().forEach(pod -> pods.put(pod.pod().uid(), pod));
        }
        List<KubeObject> result = new ArrayList<>();
        for (StoredObject each : measured) {
            NodeUsage node = nodes.get(each.name());
            PodUsage pod = pods.get(each.uid());
            if (resource == MetricsGroup.PODS && pod != null) {
                result.add(objects.ofPod(each, pod));
            } else if (resource == MetricsGroup.NODES && node != null) {
                result.add(objects.ofNode(each, node));
            }
        }
        return result;
    }
}
