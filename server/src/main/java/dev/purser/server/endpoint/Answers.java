package dev.purser.server.endpoint;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.GoQuoted;
import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.api.table.IncludeObject;
import dev.purser.api.table.TableLayout;
import dev.purser.api.table.Tables;
import dev.purser.server.media.Encoder;
import dev.purser.server.media.Form;
import dev.purser.server.media.Format;
import dev.purser.server.media.Negotiation;
import dev.purser.server.media.Output;
import dev.purser.server.object.StoredObject;
import dev.purser.server.registry.CustomTraits;
import dev.purser.server.registry.ListPage;
import dev.purser.server.registry.ServedResource;
import dev.purser.wire.http.Answer;
import dev.purser.wire.request.ApiRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes answers of objects, lists and Statuses, in the form that was agreed on. Thread-safe.
///
/// JSON objects and lists go out as the bytes that are stored; every other form is made from a
/// tree.
public final class Answers {
    private final Encoder encoder;
    private final Tables tables;

    public Answers(Encoder encoder, Tables tables) {
        this.encoder = encoder;
        this.tables = tables;
    }

    Encoder encoder() {
        return encoder;
    }

    Tables tables() {
        return tables;
    }

    /// One object.
    Answer object(int status, ServedResource resource, StoredObject object, Output output) {
        Transformation.requireOne(resource, output);
        requireForm(resource, output, "Unstructured");
        if (isPlainJson(output)) {
            return Answer.written(
                    status, Format.JSON.mediaType(), out -> writeObject(object, output, out));
        }
        KubeObject tree = object.toObject();
        return tree(status, form(resource, tree, output), output);
    }

    private static void writeObject(StoredObject object, Output output, OutputStream out)
            throws IOException {
        if (output.form() == Form.METADATA) {
            object.writeMetadataTo(out);
        } else {
            object.writeTo(out);
        }
        out.write('\n');
    }

    /// A view of an object that is not stored as such.
    Answer view(ServedResource resource, KubeObject view, Output output) {
        return tree(200, form(resource, view, output), output);
    }

    private static boolean isPlainJson(Output output) {
        return output.format() == Format.JSON
                && output.layout() == Output.Layout.COMPACT
                && output.form() != Form.TABLE
                && Transformation.isCurrent(output);
    }

    private ObjectNode form(ServedResource resource, KubeObject object, Output output) {
        return switch (output.form()) {
            case OBJECT -> object.json();
            case METADATA -> Transformation.inVersion(Tables.partial(object), output);
            case TABLE -> {
                ObjectNode metadata = JsonNodeFactory.instance.objectNode();
                metadata.put("resourceVersion", object.resourceVersion());
                yield Transformation.inVersion(
                        tables.table(
                                tableView(resource, object.kind(), output),
                                List.of(object),
                                metadata),
                        output);
            }
        };
    }

    static Tables.View tableView(ServedResource resource, String kind, Output output) {
        Optional<TableLayout> own =
                kind.equals(resource.kind().kind())
                        ? resource.custom().map(CustomTraits::table)
                        : Optional.empty();
        return new Tables.View(
                resource.type().groupVersionResource(), kind, includeObject(output), own);
    }

    /// Refuses a table of what it cannot carry.
    static void requireIncludeObject(Output output) {
        var _ = includeObject(output);
    }

    /// What of each object a table carries.
    private static IncludeObject includeObject(Output output) {
        return IncludeObject.parse(output.includeObject())
                .orElseThrow(() ->
                        StatusErrors.badRequest(
                                "Unable to convert to Table as requested: includeObject: Invalid value: %s: must be 'Metadata', 'Object', 'None', or empty"
                                        .formatted(GoQuoted.of(output.includeObject()))));
    }

    /// A list.
    Answer list(ServedResource resource, ListPage page, Output output) {
        Transformation.requireMany(resource, output);
        requireForm(resource, output, "UnstructuredList");
        if (isPlainJson(output)) {
            return Answer.written(
                    200, Format.JSON.mediaType(), out -> writeList(resource, page, output, out));
        }
        return tree(
                200, Transformation.inVersion(listTree(resource, page, output), output), output);
    }

    private ObjectNode listTree(ServedResource resource, ListPage page, Output output) {
        if (output.form() == Form.TABLE) {
            return tables.table(
                    tableView(resource, resource.kind().kind(), output),
                    page.items().stream().map(StoredObject::toObject).toList(),
                    listMetadata(page));
        }
        ObjectNode list = head(resource, output);
        list.set("metadata", listMetadata(resource, page, output));
        ArrayNode items = list.putArray("items");
        for (StoredObject object : page.items()) {
            ObjectNode item = form(resource, object.toObject(), output);
            if (output.form() == Form.OBJECT) {
                removeType(resource, item);
            }
            items.add(item);
        }
        return list;
    }

    private static void writeList(
            ServedResource resource, ListPage page, Output output, OutputStream out)
            throws IOException {
        String head = head(resource, output).toString();
        String start =
                "%s,\"metadata\":%s,\"items\":["
                        .formatted(
                                head.substring(0, head.length() - 1),
                                listMetadata(resource, page, output));
        out.write(start.getBytes(StandardCharsets.UTF_8));
        boolean first = true;
        for (StoredObject object : page.items()) {
            if (!first) {
                out.write(',');
            }
            first = false;
            if (output.form() == Form.METADATA) {
                object.writeMetadataTo(out);
            } else {
                writeItem(resource, object, out);
            }
        }
        out.write("]}\n".getBytes(StandardCharsets.US_ASCII));
    }

    private static ObjectNode head(ServedResource resource, Output output) {
        ObjectNode head = JsonNodeFactory.instance.objectNode();
        return output.form() == Form.METADATA
                ? head.put("kind", "PartialObjectMetadataList").put("apiVersion", "meta.k8s.io/v1")
                : head.put("kind", resource.listKind())
                        .put("apiVersion", resource.kind().apiVersion());
    }

    /// Items of lists leave out what the list says of them; those of custom resources do not.
    private static void removeType(ServedResource resource, ObjectNode item) {
        if (resource.custom().isEmpty()) {
            item.remove(List.of("kind", "apiVersion"));
        }
    }

    private static void writeItem(ServedResource resource, StoredObject object, OutputStream out)
            throws IOException {
        if (resource.custom().isEmpty()) {
            object.writeItemTo(out);
        } else {
            object.writeTo(out);
        }
    }

    /// Custom resources have no protobuf form, which a client finds out only when it gets one.
    private static void requireForm(ServedResource resource, Output output, String type) {
        boolean impossible =
                resource.custom().isPresent()
                        && output.format() == Format.PROTOBUF
                        && output.form() == Form.OBJECT;
        if (impossible) {
            throw new StatusException(
                    StatusReason.NOT_ACCEPTABLE,
                    ("object *unstructured.%s does not implement the protobuf marshalling"
                                    + " interface and cannot be encoded to a protobuf message")
                            .formatted(type));
        }
    }

    /// Lists of custom resources always have a `continue`.
    private static ObjectNode listMetadata(ServedResource resource, ListPage page, Output output) {
        ObjectNode metadata = listMetadata(page);
        if (resource.custom().isPresent() && output.form() == Form.OBJECT) {
            metadata.put("continue", page.continueToken());
        }
        return metadata;
    }

    private static ObjectNode listMetadata(ListPage page) {
        ObjectNode metadata = JsonNodeFactory.instance.objectNode();
        metadata.put("resourceVersion", Long.toString(page.revision()));
        if (!page.continueToken().isEmpty()) {
            metadata.put("continue", page.continueToken());
        }
        if (page.remaining().isPresent()) {
            metadata.put("remainingItemCount", page.remaining().getAsLong());
        }
        return metadata;
    }

    /// The bytes of a tree.
    public byte[] encode(ObjectNode tree, Output output) {
        return encoder.encode(tree, output);
    }

    /// A tree as it is.
    public Answer tree(int status, ObjectNode tree, Output output) {
        return Answer.document(
                status, output.format().mediaType(), encoder.encode(tree, output), tree);
    }

    /// The bytes of a document.
    public byte[] bytes(ObjectNode tree, Output output) {
        return encoder.encode(tree, output);
    }

    /// The answer to a request that failed.
    public Answer failure(ApiRequest request, StatusException failure) {
        Answer answer = tree(failure.code(), failure.toStatus(), Negotiation.forError(request));
        Optional<JsonNode> retry =
                failure.details().map(details -> details.path("retryAfterSeconds"));
        return retry.filter(JsonNode::isNumber).isPresent()
                ? answer.with("Retry-After", retry.get().asString())
                : answer;
    }
}
