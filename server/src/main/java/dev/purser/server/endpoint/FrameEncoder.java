package dev.purser.server.endpoint;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.table.Tables;
import dev.purser.server.media.Encoder;
import dev.purser.server.media.Form;
import dev.purser.server.media.Format;
import dev.purser.server.media.Output;
import dev.purser.server.object.StoredObject;
import dev.purser.server.registry.ServedResource;
import dev.purser.server.watch.WatchItem;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Writes what a watch shows as the frames of its stream. Thread-safe; its [Frames] are not.
final class FrameEncoder {
    private final Encoder encoder;
    private final Tables tables;

    FrameEncoder(Answers answers) {
        this.encoder = answers.encoder();
        this.tables = answers.tables();
    }

    String contentType(Output output) {
        return output.format() == Format.PROTOBUF
                ? Format.PROTOBUF.mediaType() + ";stream=watch"
                : Format.JSON.mediaType();
    }

    /// The frames of one stream, in its order: a Table's columns are in the first only.
    ///
    /// @throws dev.purser.api.status.StatusException 400 for tables that cannot be made
    Frames frames(ServedResource resource, Output output) {
        if (output.form() == Form.TABLE) {
            Answers.requireIncludeObject(output);
        }
        return new Frames(resource, output);
    }

    /// Encodes the items of one stream.
    final class Frames {
        private final ServedResource resource;
        private final Output output;
        private boolean columnsSent;

        private Frames(ServedResource resource, Output output) {
            this.resource = resource;
            this.output = output;
        }

        byte[] frame(WatchItem item) {
            return switch (item) {
                case WatchItem.Added(StoredObject object) -> frame("ADDED", object);
                case WatchItem.Modified(StoredObject object) -> frame("MODIFIED", object);
                case WatchItem.Deleted(StoredObject object) -> frame("DELETED", object);
                case WatchItem.Bookmark bookmark -> frame("BOOKMARK", bookmark(bookmark));
                case WatchItem.Failed failed -> frame("ERROR", failed.why().toStatus());
            };
        }

        private byte[] frame(String type, StoredObject object) {
            if (output.form() == Form.TABLE) {
                return frame(type, table(object.toObject()));
            }
            if (output.format() == Format.PROTOBUF) {
                return protobufFrame(type, object.toObject());
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream(object.value().size() + 128);
            try {
                out.write(start(type));
                if (output.form() == Form.METADATA) {
                    object.writeMetadataTo(out);
                } else {
                    object.writeTo(out);
                }
                out.write("}\n".getBytes(StandardCharsets.US_ASCII));
            } catch (IOException e) {
                throw new UncheckedIOException("memory does not fail", e);
            }
            return out.toByteArray();
        }

        /// A table of one row; only the first of a stream has columns.
        private ObjectNode table(KubeObject object) {
            Tables.View view = Answers.tableView(resource, resource.kind().kind(), output);
            ObjectNode metadata = JsonNodeFactory.instance.objectNode();
            metadata.put("resourceVersion", object.resourceVersion());
            List<KubeObject> row = List.of(object);
            if (columnsSent) {
                return tables.continuation(view, row, metadata);
            }
            columnsSent = true;
            return tables.table(view, row, metadata);
        }

        private byte[] protobufFrame(String type, KubeObject object) {
            return encoder.protobufFrame(
                    type, output.form() == Form.METADATA ? Tables.partial(object) : object.json());
        }

        private byte[] frame(String type, ObjectNode tree) {
            if (output.format() == Format.PROTOBUF) {
                return encoder.protobufFrame(type, tree);
            }
            ObjectNode frame = JsonNodeFactory.instance.objectNode();
            frame.put("type", type).set("object", tree);
            return encoder.encode(frame, Output.plain());
        }

        private static byte[] start(String type) {
            return ("{\"type\":\"" + type + "\",\"object\":").getBytes(StandardCharsets.US_ASCII);
        }

        private ObjectNode bookmark(WatchItem.Bookmark bookmark) {
            ObjectNode tree = bookmarkObject(bookmark);
            return output.form() == Form.TABLE ? table(KubeObject.of(tree)) : tree;
        }

        private ObjectNode bookmarkObject(WatchItem.Bookmark bookmark) {
            ObjectNode tree = JsonNodeFactory.instance.objectNode();
            if (output.form() == Form.METADATA) {
                tree.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
            } else {
                tree.put("kind", resource.kind().kind());
                tree.put("apiVersion", resource.kind().apiVersion());
            }
            ObjectNode metadata = tree.putObject("metadata");
            metadata.put("resourceVersion", Long.toString(bookmark.revision()));
            if (bookmark.moment() == WatchItem.Moment.INITIAL_EVENTS_END) {
                metadata.putObject("annotations").put("k8s.io/initial-events-end", "true");
            }
            return tree;
        }
    }
}
