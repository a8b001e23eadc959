package dev.purser.client.cache;

import dev.purser.api.meta.KubeObject;
import java.util.function.Consumer;

/// A handler that does the same whatever happened to the object; after an update it sees the new
/// form.
public record ChangeHandler(Consumer<KubeObject> consumer) implements ObjectHandler {
    @Override
    public void added(KubeObject object) {
        consumer.accept(object);
    }

    @Override
    public void updated(KubeObject before, KubeObject after) {
        consumer.accept(after);
    }

    @Override
    public void deleted(KubeObject last) {
        consumer.accept(last);
    }
}
