package dev.purser.server.registry;

import dev.purser.api.managed.FieldOwners;
import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.protobuf.ProtobufCodec;
import dev.purser.api.selector.FieldSelector;
import dev.purser.client.DeleteOptions;
import dev.purser.server.admission.AdmissionChain;
import dev.purser.server.object.StoredObject;
import dev.purser.server.watch.Disclosure;
import dev.purser.server.watch.ItemWatch;
import dev.purser.server.watch.ObjectWatch;
import dev.purser.store.RevisionCache;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;

/// What the verbs mean, for every resource alike. Thread-safe.
///
/// The caller has authenticated and authorized the request, and decoded and defaulted its body.
public final class Registry {
    private final ObjectReads reads;
    private final ObjectWatches watches;
    private final NodeConfigWatches configWatches;
    private final ObjectCreation creation;
    private final ObjectUpdate update;
    private final ObjectPosts posts;
    private final ObjectDeletion deletion;

    /// What a registry works with.
    ///
    /// @param allocations what objects of some resources take from pools
    /// @param random makes uids and names; cryptographic strength is not needed
    public record Parts(
            AdmissionChain admission,
            ProtobufCodec protobuf,
            Resources resources,
            Map<GroupResource, Allocation> allocations,
            InstantSource clock,
            RandomGenerator random) {}

    public Registry(RevisionCache cache, Parts parts) {
        ObjectStore store = new ObjectStore(cache);
        WriteServices services =
                new WriteServices(
                        store,
                        parts.admission(),
                        new FieldOwners(parts.clock()),
                        new EncodedSize(parts.protobuf()),
                        parts.allocations(),
                        parts.clock(),
                        parts.random());
        this.reads = new ObjectReads(store);
        this.watches = new ObjectWatches(store);
        this.configWatches = new NodeConfigWatches(store, parts.resources());
        this.creation = new ObjectCreation(services);
        this.update = new ObjectUpdate(services, creation);
        this.posts = new ObjectPosts(services, parts.resources());
        this.deletion = new ObjectDeletion(services);
    }

    /// The object as it is now.
    ///
    /// @param version the oldest that will do; empty or `0` for any
    public StoredObject get(
            ServedResource resource, String namespace, String name, String version) {
        return reads.get(resource, namespace, name, version);
    }

    public ListPage list(ListRequest request) {
        return reads.list(request);
    }

    /// Begins a watch; the caller closes it.
    public ObjectWatch watch(WatchRequest request) {
        return watches.watch(request);
    }

    /// Begins a node's configuration feed ([dev.purser.client.node.ConfigFeed]); the caller closes
    /// it.
    ///
    /// @param fields name the node
    /// @param version where the client wants to go on; refused unless it is empty or `0`
    /// @throws dev.purser.api.status.StatusException when no node is named, or what the disclosure
    ///   throws
    public ItemWatch watchConfig(FieldSelector fields, String version, Disclosure disclosure) {
        return configWatches.watch(fields, version, disclosure);
    }

    /// Creates an object; takes the tree over.
    public StoredObject create(WriteRequest request, KubeObject object) {
        return creation.create(request, object, Change.Owners.TO_BE_NOTED);
    }

    /// Passes what was posted to its handler, as it would be stored: completed and checked by
    /// admission.
    ///
    /// @param posted taken over
    public KubeObject post(WriteRequest request, PostHandler handler, KubeObject posted) {
        return posts.post(request, handler, posted);
    }

    /// Changes an object, or creates it where the change knows how.
    public Written update(WriteRequest request, Change change) {
        return update.update(request, change);
    }

    public Deletion delete(WriteRequest request, DeleteOptions options) {
        return deletion.delete(request, options);
    }

    /// How many objects of a resource are stored.
    public long count(ServedResource resource) {
        return reads.count(resource);
    }

    /// The version of the last write.
    public long revision() {
        return reads.revision();
    }

    /// Whether a PUT may create an object of this resource.
    public static boolean isCreatedByPut(ServedResource resource) {
        return resource.policy().creation() == WritePolicy.CreateOnUpdate.ALLOWED;
    }

    /// Whether a deletion answers with the object it deleted rather than a Status.
    public static boolean answersWithObject(ServedResource resource) {
        return resource.policy().deletion() == WritePolicy.Deleted.OBJECT;
    }
}
