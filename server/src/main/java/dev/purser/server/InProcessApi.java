package dev.purser.server;

import dev.purser.api.codec.FieldValidation;
import dev.purser.api.managed.ServerSideApply.OnConflict;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.resource.Subresource;
import dev.purser.api.status.StatusErrors;
import dev.purser.client.Api;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import dev.purser.client.ObjectList;
import dev.purser.client.PatchType;
import dev.purser.client.Watch;
import dev.purser.client.WatchOptions;
import dev.purser.client.node.ConfigFeed;
import dev.purser.server.authz.Authorizer;
import dev.purser.server.authz.Refusals;
import dev.purser.server.endpoint.ConfigFeedEndpoint;
import dev.purser.server.endpoint.Endpoints;
import dev.purser.server.endpoint.ResourceEndpoint;
import dev.purser.server.object.StoredObject;
import dev.purser.server.registry.Change;
import dev.purser.server.registry.ListPage;
import dev.purser.server.registry.ListRequest;
import dev.purser.server.registry.PostHandler;
import dev.purser.server.registry.Projection;
import dev.purser.server.registry.ServedResource;
import dev.purser.server.registry.WatchRequest;
import dev.purser.server.registry.WriteRequest;
import dev.purser.server.registry.WriteRequest.DryRun;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.AuditTrail;
import dev.purser.server.request.Identity;
import dev.purser.server.watch.Disclosure;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The API for the programs inside this process: the same authorization, admission and registry as
/// for everybody, with an identity of its own and without HTTP. Thread-safe.
final class InProcessApi implements Api {
    private final Identity identity;
    private final String fieldManager;
    private final Disclosure disclosure;
    private final Authorizer authorizer;
    private final Endpoints parts;
    private final AuditTrail audit;

    /// @param audit takes what its calls are to say in the audit log
    InProcessApi(Program program, Authorizer authorizer, Endpoints parts, AuditTrail audit) {
        this.identity = program.identity();
        this.fieldManager = program.fieldManager();
        this.disclosure = program.disclosure();
        this.authorizer = authorizer;
        this.parts = parts;
        this.audit = audit;
    }

    /// Who calls.
    ///
    /// @param fieldManager who owns the fields that are written
    /// @param disclosure hears of the Secrets that the configuration feed tells of
    record Program(Identity identity, String fieldManager, Disclosure disclosure) {}

    @Override
    public KubeObject get(GroupVersionResource resource, String namespace, String name) {
        ServedResource served = served(resource);
        authorize("get", new ObjectRef(resource, namespace, name), "");
        return parts.registry().get(served, namespace, name, "").toObject();
    }

    @Override
    public ObjectList list(GroupVersionResource resource, String namespace, ListOptions options) {
        ServedResource served = served(resource);
        ListRequest.Selection selection =
                ListRequest.Selection.parse(options.labelSelector(), options.fieldSelector());
        authorizeCollection("list", resource, namespace, selection);
        ListPage page =
                parts.registry()
                        .list(
                                new ListRequest(
                                        served,
                                        namespace,
                                        selection,
                                        new ListRequest.Paging(
                                                options.limit(), options.continueToken()),
                                        ListRequest.Version.newest()));
        return new ObjectList(
                page.items().stream().map(StoredObject::toObject).toList(),
                Long.toString(page.revision()),
                page.continueToken());
    }

    @Override
    public Watch watch(GroupVersionResource resource, String namespace, WatchOptions options) {
        return watch(resource, namespace, options, () -> {});
    }

    /// Starts a watch.
    ///
    /// @param onEnd called when the watch is closed
    Watch watch(
            GroupVersionResource resource, String namespace, WatchOptions options, Runnable onEnd) {
        ListRequest.Selection selection =
                ListRequest.Selection.parse(options.labelSelector(), options.fieldSelector());
        if (resource.equals(ConfigFeed.RESOURCE)) {
            authorizeCollection("watch", resource, namespace, selection);
            return new InProcessWatch(
                    parts.registry()
                            .watchConfig(selection.fields(), options.resourceVersion(), disclosure),
                    ConfigFeedEndpoint.described(parts.resources()).kind(),
                    onEnd);
        }
        ServedResource served = served(resource);
        authorizeCollection("watch", resource, namespace, selection);
        WatchRequest request =
                new WatchRequest(
                        served,
                        namespace,
                        selection,
                        options.resourceVersion(),
                        WatchRequest.InitialEvents.BY_VERSION);
        return new InProcessWatch(parts.registry().watch(request), served.kind(), onEnd);
    }

    @Override
    public KubeObject create(GroupVersionResource resource, KubeObject object) {
        ServedResource served = served(resource);
        WriteRequest request =
                authorize("create", new ObjectRef(resource, object.namespace(), ""), "");
        Optional<PostHandler> handler = parts.subresources().posted(served, "");
        KubeObject posted = parts.bodies().ofTree(object, served);
        if (handler.isPresent()) {
            return parts.registry().post(request, handler.get(), posted);
        }
        return parts.registry()
                .create(request, parts.bodies().withDefaults(served, posted))
                .toObject();
    }

    @Override
    public KubeObject createSubresource(ObjectRef parent, String subresource, KubeObject body) {
        ServedResource served = served(parent.resource());
        WriteRequest request = authorize("create", parent, subresource);
        PostHandler handler =
                parts.subresources()
                        .posted(served, subresource)
                        .orElseThrow(ResourceEndpoint::unknown);
        KubeObject posted = parts.bodies().ofTree(body, kindOf(served, subresource));
        return parts.registry().post(request, handler, posted);
    }

    private static GroupVersionKind kindOf(ServedResource resource, String subresource) {
        return resource.type()
                .subresource(subresource)
                .map(Subresource::kind)
                .orElseThrow(ResourceEndpoint::unknown);
    }

    @Override
    public KubeObject update(GroupVersionResource resource, KubeObject object) {
        return replace(ObjectRef.of(resource, object), "", object, Change.Scope.MAIN);
    }

    @Override
    public KubeObject updateSubresource(ObjectRef parent, String subresource, KubeObject body) {
        if (subresource.equals("status")) {
            return replace(parent, subresource, body, Change.Scope.STATUS);
        }
        if (isRuled(parent, subresource)) {
            return replace(parent, subresource, body, Change.Scope.MAIN);
        }
        Projection projection = projection(parent, subresource);
        WriteRequest request = authorize("update", parent, subresource);
        KubeObject view = parts.bodies().ofTree(body, projection.kind());
        StoredObject written =
                parts.registry()
                        .update(request, parts.changes().replacement(projection, view))
                        .object();
        return projection.view(written.toObject());
    }

    /// Whether a subresource is its object, written by rules of its own.
    private boolean isRuled(ObjectRef parent, String subresource) {
        return parts.subresources().ruled(served(parent.resource()), subresource).isPresent();
    }

    private Projection projection(ObjectRef parent, String subresource) {
        return parts.subresources()
                .projection(served(parent.resource()), subresource)
                .orElseThrow(ResourceEndpoint::unknown);
    }

    private KubeObject replace(
            ObjectRef reference, String subresource, KubeObject object, Change.Scope scope) {
        WriteRequest request = authorize("update", reference, subresource);
        ServedResource served = request.resource();
        KubeObject completed =
                parts.bodies().withDefaults(served, parts.bodies().ofTree(object, served));
        return parts.registry()
                .update(request, parts.changes().replacement(served, completed, scope))
                .object()
                .toObject();
    }

    @Override
    public KubeObject patch(ObjectRef object, String subresource, PatchType type, JsonNode patch) {
        WriteRequest request = authorize("patch", object, subresource);
        boolean isStatus = subresource.equals("status");
        if (subresource.isEmpty() || isStatus || isRuled(object, subresource)) {
            Change.Scope scope = isStatus ? Change.Scope.STATUS : Change.Scope.MAIN;
            return parts.registry().update(request, change(type, patch, scope)).object().toObject();
        }
        Projection projection = projection(object, subresource);
        Change change = change(type, patch, projection);
        return projection.view(parts.registry().update(request, change).object().toObject());
    }

    private Change change(PatchType type, JsonNode patch, Change.Scope scope) {
        return dev.purser.api.patch.PatchType.of(type.mediaType())
                .map(format -> format.read(patch, List.of()))
                .map(read -> parts.changes().patch(read, FieldValidation.WARN, scope))
                .orElseGet(
                        () -> parts.changes().application(wanted(patch), OnConflict.FAIL, scope));
    }

    private Change change(PatchType type, JsonNode patch, Projection projection) {
        return dev.purser.api.patch.PatchType.of(type.mediaType())
                .map(format -> format.read(patch, List.of()))
                .map(read -> parts.changes().patch(projection, read, FieldValidation.WARN))
                .orElseGet(() ->
                        parts.changes().application(projection, wanted(patch), OnConflict.FAIL));
    }

    /// What an apply states.
    private static KubeObject wanted(JsonNode patch) {
        if (patch instanceof ObjectNode configuration) {
            return KubeObject.of(configuration.deepCopy());
        }
        throw StatusErrors.badRequest("an apply configuration must be an object");
    }

    @Override
    public void delete(ObjectRef object, DeleteOptions options) {
        parts.registry().delete(authorize("delete", object, ""), options);
    }

    private ServedResource served(GroupVersionResource resource) {
        return parts.resources().find(resource).orElseThrow(ResourceEndpoint::unknown);
    }

    /// Asks the authorizer about a collection, as far as selectors narrow it.
    private void authorizeCollection(
            String verb,
            GroupVersionResource resource,
            String namespace,
            ListRequest.Selection selection) {
        Attributes attributes =
                new Attributes(
                                verb,
                                resource.group(),
                                resource.version(),
                                resource.resource(),
                                "",
                                namespace,
                                selection.fields().requiredValue("metadata.name").orElse(""),
                                "")
                        .withFields(selection.fields());
        Refusals.requireAllowed(authorizer, identity, attributes, audit);
    }

    /// Asks the authorizer and, when it allows, gives what a write needs.
    private WriteRequest authorize(String verb, ObjectRef object, String subresource) {
        GroupVersionResource resource = object.resource();
        Attributes attributes =
                new Attributes(
                        verb,
                        resource.group(),
                        resource.version(),
                        resource.resource(),
                        subresource,
                        object.namespace(),
                        object.name(),
                        "");
        Refusals.requireAllowed(authorizer, identity, attributes, audit);
        ServedResource served = served(resource);
        return new WriteRequest(
                parts.subresources().ruled(served, subresource).orElse(served),
                identity,
                attributes,
                fieldManager,
                DryRun.NO,
                warning -> {},
                audit);
    }
}
