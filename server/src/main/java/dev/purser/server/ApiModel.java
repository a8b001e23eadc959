package dev.purser.server;

import dev.purser.api.codec.ObjectCodec;
import dev.purser.api.extension.RuleEngine;
import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.builtin.KindServices;
import dev.purser.api.kind.builtin.Kinds;
import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.protobuf.ProtobufCodec;
import dev.purser.api.resource.Catalog;
import dev.purser.api.schema.Schemas;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.api.table.Tables;
import dev.purser.cel.policy.PolicyKinds;
import dev.purser.client.Api;
import dev.purser.server.access.AccessControl;
import dev.purser.server.admission.AdmissionChain;
import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.admission.advice.AdvicePlugin;
import dev.purser.server.admission.plugin.AdmissionPlugins;
import dev.purser.server.custom.CelRules;
import dev.purser.server.endpoint.Answers;
import dev.purser.server.endpoint.Bodies;
import dev.purser.server.endpoint.Changes;
import dev.purser.server.endpoint.CustomSubresource;
import dev.purser.server.endpoint.Endpoints;
import dev.purser.server.endpoint.PodConnections;
import dev.purser.server.endpoint.Subresources;
import dev.purser.server.media.Encoder;
import dev.purser.server.meter.Counters;
import dev.purser.server.object.ObjectSource;
import dev.purser.server.pki.CertificateRequests;
import dev.purser.server.pki.NodeClientTls;
import dev.purser.server.pod.PodBinding;
import dev.purser.server.pod.PodEviction;
import dev.purser.server.proxy.HttpProxy;
import dev.purser.server.registry.AnsweringResource;
import dev.purser.server.registry.FinalizeProjection;
import dev.purser.server.registry.PostHandler;
import dev.purser.server.registry.Projection;
import dev.purser.server.registry.Registry;
import dev.purser.server.registry.Resources;
import dev.purser.server.registry.ScaleProjection;
import dev.purser.server.registry.StoreStatusSink;
import dev.purser.server.service.ServiceAllocation;
import dev.purser.store.RevisionCache;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/// The facts of the API that a server is built on, and what is made of them alone.
///
/// @param tables makes tables of objects
/// @param engine evaluates the rules of custom resources
record ApiModel(
        Catalog catalog,
        Schemas schemas,
        ObjectCodec codec,
        ProtobufCodec protobuf,
        Resources resources,
        Kinds kinds,
        Tables tables,
        RuleEngine engine) {

    /// Reads the facts from the api module.
    static ApiModel load(InstantSource clock) {
        Catalog catalog = Catalog.load();
        Schemas schemas = Schemas.load();
        RuleEngine engine = new CelRules();
        Kinds kinds =
                new Kinds(
                        catalog,
                        schemas,
                        new KindServices(engine, new CertificateRequests(), clock));
        ObjectCodec codec = new ObjectCodec(schemas);
        return new ApiModel(
                catalog,
                schemas,
                codec,
                new ProtobufCodec(schemas),
                new Resources(catalog, schemas, codec, rules(kinds)),
                kinds,
                new Tables(clock),
                engine);
    }

    /// The rules of kinds; those with expressions are beyond the api module.
    private static Function<GroupVersionKind, KindRules> rules(Kinds kinds) {
        Map<GroupVersionKind, KindRules> policies = PolicyKinds.all().rules();
        return kind -> {
            KindRules own = policies.get(kind);
            return own == null ? kinds.rules(kind) : own;
        };
    }

    /// What a server keeps its objects in, and how it writes them itself.
    ///
    /// @param counters what is shown as metrics
    /// @param system the API with all rights, once there is one
    record Storage(
            RevisionCache cache, ObjectSource objects, Counters counters, Supplier<Api> system) {

        /// Makes a namespace, unless somebody else does at the same time.
        private void makeNamespace(String name) {
            GroupVersionKind kind = GroupVersionKind.of("v1", "Namespace");
            try {
                system.get()
                        .create(
                                new GroupVersionResource("", "v1", "namespaces"),
                                KubeObject.named(kind, "", name));
            } catch (StatusException e) {
                if (e.reason() != StatusReason.ALREADY_EXISTS) {
                    throw e;
                }
            }
        }
    }

    /// What carries requests out, over the objects of a store.
    ///
    /// @param services gives Services their addresses
    Endpoints endpoints(
            Storage storage,
            AccessControl access,
            ServiceAllocation services,
            ApiServer.Parts parts) {
        RevisionCache cache = storage.cache();
        ObjectSource objects = storage.objects();
        AdmissionPlugins.Cluster cluster =
                new AdmissionPlugins.Cluster(
                        objects,
                        new StoreStatusSink(resources, cache, parts.clock()),
                        resources::catalog,
                        new ServedForms(resources),
                        storage.counters(),
                        storage::makeNamespace);
        List<AdmissionPlugin> plugins =
                new ArrayList<>(
                        new AdmissionPlugins(
                                        cluster,
                                        new AdmissionPlugins.Access(
                                                access.authorizer(), access.escalation()),
                                        parts.admission(),
                                        parts.clock(),
                                        parts.random())
                                .inOrder());
        plugins.add(new AdvicePlugin(parts.silenced()));
        AdmissionChain admission = new AdmissionChain(plugins);
        Registry registry =
                new Registry(
                        cache,
                        new Registry.Parts(
                                admission,
                                protobuf,
                                resources,
                                Map.of(new GroupResource("", "services"), services),
                                parts.clock(),
                                parts.random()));
        return new Endpoints(
                resources,
                registry,
                new Bodies(codec, protobuf),
                new Changes(codec, schemas, parts.clock()),
                new Answers(new Encoder(protobuf), tables),
                subresources(registry, cluster, access, parts),
                new PodConnections(registry, access.authorizer(), parts.nodes(), parts.clock()),
                new HttpProxy(
                        objects,
                        parts.random(),
                        () -> NodeClientTls.context(parts.pki(), parts.random())),
                parts.clock(),
                parts.random());
    }

    private Subresources subresources(
            Registry registry,
            AdmissionPlugins.Cluster cluster,
            AccessControl access,
            ApiServer.Parts parts) {
        InstantSource clock = parts.clock();
        Map<GroupResource, PostHandler> posted = new HashMap<>();
        access.answeringResources()
                .forEach((resource, answering) -> posted.put(resource, handler(answering)));
        PodBinding binding = new PodBinding(resources, registry, clock);
        posted.put(new GroupResource("", "pods/binding"), binding);
        posted.put(new GroupResource("", "bindings"), binding);
        posted.put(
                new GroupResource("", "pods/eviction"),
                new PodEviction(
                        registry,
                        new PodEviction.Cluster(resources, cluster.objects(), cluster.statuses()),
                        clock));
        Map<GroupResource, Projection> projections = new HashMap<>();
        projections.put(new GroupResource("", "namespaces/finalize"), new FinalizeProjection());
        ScaleProjection scale = new ScaleProjection();
        projections.put(new GroupResource("", "replicationcontrollers/scale"), scale);
        for (String workload : List.of("deployments", "replicasets", "statefulsets")) {
            projections.put(new GroupResource("apps", workload + "/scale"), scale);
        }
        return new Subresources(
                posted,
                projections,
                Map.of(
                        new GroupResource("", "pods/ephemeralcontainers"),
                        kinds.ephemeralContainers(),
                        new GroupResource("", "pods/resize"),
                        kinds.podResize(),
                        new GroupResource(
                                "certificates.k8s.io", "certificatesigningrequests/approval"),
                        kinds.approval()),
                custom(parts.subresources()));
    }

    private static Map<GroupResource, CustomSubresource> custom(List<CustomSubresource> all) {
        Map<GroupResource, CustomSubresource> found = new HashMap<>();
        all.forEach(each ->
                found.put(Subresources.key(each.resource(), each.subresource().name()), each));
        return found;
    }

    private static PostHandler handler(AnsweringResource answering) {
        return answering::answer;
    }
}
