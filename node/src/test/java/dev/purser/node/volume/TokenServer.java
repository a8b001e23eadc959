package dev.purser.node.volume;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.DeleteOptions;
import dev.purser.client.ListOptions;
import dev.purser.client.ObjectList;
import dev.purser.client.PatchType;
import dev.purser.client.Watch;
import dev.purser.client.WatchOptions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// An API that issues tokens and nothing else: `token-1`, `token-2`, and so on.
final class TokenServer implements Api {
    private final InstantSource clock;
    private final Duration life;
    private final List<KubeObject> requests = new ArrayList<>();
    private @Nullable RuntimeException failure;

    TokenServer(InstantSource clock, Duration life) {
        this.clock = clock;
        this.life = life;
    }

    synchronized void fail(@Nullable RuntimeException with) {
        failure = with;
    }

    synchronized List<KubeObject> requests() {
        return List.copyOf(requests);
    }

    @Override
    public synchronized KubeObject createSubresource(
            ObjectRef parent, String subresource, KubeObject body) {
        if (failure != null) {
            throw failure;
        }
        if (!subresource.equals("token") || !parent.name().equals(body.name())) {
            throw new IllegalArgumentException(subresource);
        }
        requests.add(body.copy());
        KubeObject answer = body.copy();
        answer.status()
                .put("token", "token-" + requests.size())
                .put("expirationTimestamp", clock.instant().plus(life).toString());
        return answer;
    }

    @Override
    public KubeObject get(GroupVersionResource resource, String namespace, String name) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ObjectList list(GroupVersionResource resource, String namespace, ListOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Watch watch(GroupVersionResource resource, String namespace, WatchOptions options) {
        throw new UnsupportedOperationException();
    }

    @Override
    public KubeObject create(GroupVersionResource resource, KubeObject object) {
        throw new UnsupportedOperationException();
    }

    @Override
    public KubeObject update(GroupVersionResource resource, KubeObject object) {
        throw new UnsupportedOperationException();
    }

    @Override
    public KubeObject updateSubresource(ObjectRef parent, String subresource, KubeObject body) {
        throw new UnsupportedOperationException();
    }

    @Override
    public KubeObject patch(ObjectRef object, String subresource, PatchType type, JsonNode patch) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void delete(ObjectRef object, DeleteOptions options) {
        throw new UnsupportedOperationException();
    }
}
