package dev.purser.server.registry;

import dev.purser.api.meta.KubeObject;
import java.util.function.UnaryOperator;

/// A write to a [Projection]: the view is changed, and the object follows.
///
/// @param scope the rules of the object that the change has to follow
/// @param edit makes the wanted view of the current one, which it may keep
public record ProjectedChange(Projection projection, Scope scope, UnaryOperator<KubeObject> edit)
        implements Change {
    @Override
    public KubeObject apply(WriteRequest request, KubeObject current) {
        KubeObject wanted = edit.apply(projection.view(current));
        String version = wanted.resourceVersion();
        if (!version.isEmpty()) {
            current.metadata().put("resourceVersion", version);
        }
        if (!wanted.uid().isEmpty()) {
            current.metadata().put("uid", wanted.uid());
        }
        projection.write(wanted, current);
        return current;
    }
}
