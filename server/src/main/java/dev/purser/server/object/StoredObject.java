package dev.purser.server.object;

import dev.purser.api.meta.KubeObject;
import dev.purser.store.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import tools.jackson.databind.node.ObjectNode;

/// An object in its stored form, with the version it has. Immutable and thread-safe; `toString`
/// never shows content.
public final class StoredObject {
    private static final byte[] PARTIAL =
            "{\"kind\":\"PartialObjectMetadata\",\"apiVersion\":\"meta.k8s.io/v1\",\"metadata\":"
                    .getBytes(StandardCharsets.UTF_8);

    private final Value value;
    private final long revision;
    private final Head head;

    private StoredObject(Value value, long revision) {
        this.value = value;
        this.revision = revision;
        this.head = value.digest(Head.class, Head::read);
    }

    /// An object as it was written at a revision.
    public static StoredObject of(Value value, long revision) {
        return new StoredObject(value, revision);
    }

    /// The version; 0 for an object that was not stored, in a dry run.
    public long revision() {
        return revision;
    }

    public Value value() {
        return value;
    }

    public String name() {
        return head.name();
    }

    /// Empty for cluster-scoped objects.
    public String namespace() {
        return head.namespace();
    }

    public String uid() {
        return head.uid();
    }

    /// Shared; not to be changed.
    public Map<String, String> labels() {
        return head.labels();
    }

    /// The fields that selectors may name.
    ///
    /// @param owner whose idea of the fields this is; the last one's are kept with the value
    /// @param maker makes them from the object's tree
    public Map<String, String> fields(
            Object owner, Function<ObjectNode, Map<String, String>> maker) {
        return head.fields(owner, maker);
    }

    /// The same object in another form, made of its bytes.
    ///
    /// @param owner whose form this is; the last one's is kept with the value
    /// @param maker gives the value itself when the form is the same
    public StoredObject derived(Object owner, UnaryOperator<Value> maker) {
        Value made = head.derived(owner, value, maker);
        return made.equals(value) ? this : new StoredObject(made, revision);
    }

    /// The object as a tree of the caller's own, its version included.
    public KubeObject toObject() {
        ByteArrayOutputStream whole = new ByteArrayOutputStream(value.size() + 40);
        try {
            writeTo(whole);
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return KubeObject.of((ObjectNode) JsonTrees.read(whole.toByteArray()));
    }

    /// Writes the whole object as JSON.
    public void writeTo(OutputStream out) throws IOException {
        writeSpliced(out, 0, value.size());
    }

    /// Writes the object as an item of a list, which says the kind for all of them.
    public void writeItemTo(OutputStream out) throws IOException {
        out.write('{');
        writeSpliced(out, head.metadataKeyAt(), value.size());
    }

    /// Writes the object's metadata as a `PartialObjectMetadata`.
    public void writeMetadataTo(OutputStream out) throws IOException {
        out.write(PARTIAL);
        writeSpliced(out, head.metadataAt(), head.metadataEnd());
        out.write('}');
    }

    private void writeSpliced(OutputStream out, int from, int to) throws IOException {
        byte[] bytes = value.bytes();
        if (revision == 0) {
            out.write(bytes, from, to - from);
            return;
        }
        int at = head.versionAt();
        if (at == 0) {
            at = head.metadataAt() + 1;
            out.write(bytes, from, at - from);
            out.write(ascii("\"resourceVersion\":\"" + revision + "\","));
        } else {
            out.write(bytes, from, at - from);
            out.write(ascii(",\"resourceVersion\":\"" + revision + "\""));
        }
        out.write(bytes, at, to - at);
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    @Override
    public String toString() {
        return (namespace().isEmpty() ? "" : namespace() + "/") + name() + "@" + revision;
    }
}
