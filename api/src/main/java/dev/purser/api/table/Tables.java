package dev.purser.api.table;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Makes tables of objects. Thread-safe; the column file is read when the first table is made.
public final class Tables {
    private static final String RESOURCE = "tables.json";
    private static final String NAME = "Name";
    private static final List<Column> SCALE_COLUMNS =
            List.of(
                    new Column(NAME, "string", "", 0),
                    new Column("Desired", "integer", "", 0),
                    new Column("Available", "integer", "", 0),
                    new Column("Age", "string", "", 0));
    private static final List<Column> DEFAULT_COLUMNS =
            List.of(new Column(NAME, "string", "name", 0), new Column("Created At", "date", "", 0));

    private final InstantSource clock;
    private final Map<String, RowPrinter> printers = new HashMap<>();
    private volatile @Nullable Map<String, List<Column>> columns;

    public Tables(InstantSource clock) {
        this.clock = clock;
        printers.putAll(CorePrinters.all());
        printers.putAll(WorkloadPrinters.all());
        printers.putAll(NetworkPrinters.all());
        printers.putAll(StoragePrinters.all());
        printers.putAll(ControlPrinters.all());
        printers.put(
                "Scale",
                row ->
                        row.addName()
                                .add(row.number("/spec/replicas"))
                                .add(row.number("/status/replicas"))
                                .addAge());
    }

    /// What a table shows.
    ///
    /// @param resource the resource asked for; decides the columns
    /// @param kind the kind of the objects, which for some subresources is not the resource's
    /// @param include what of each object rides along
    /// @param layout how the objects are shown; empty for built-in kinds
    public record View(
            GroupVersionResource resource,
            String kind,
            IncludeObject include,
            Optional<TableLayout> layout) {
        /// The view of a built-in kind.
        public View(GroupVersionResource resource, String kind, IncludeObject include) {
            this(resource, kind, include, Optional.empty());
        }
    }

    /// A table with its columns.
    ///
    /// @param metadata of the list, or the `resourceVersion` of the one object; becomes part of the
    ///   table
    public ObjectNode table(View view, List<KubeObject> objects, ObjectNode metadata) {
        ObjectNode table = emptyTable(metadata);
        ArrayNode definitions = table.putArray("columnDefinitions");
        List<Column> shown = columnsOf(view);
        shown.forEach(column -> column.writeTo(definitions.addObject()));
        addRows(view, objects, table);
        return table;
    }

    /// A table without columns, as watches send them after the first.
    public ObjectNode continuation(View view, List<KubeObject> objects, ObjectNode metadata) {
        ObjectNode table = emptyTable(metadata);
        table.putNull("columnDefinitions");
        addRows(view, objects, table);
        return table;
    }

    private static ObjectNode emptyTable(ObjectNode metadata) {
        ObjectNode table = JsonNodeFactory.instance.objectNode();
        table.put("kind", "Table").put("apiVersion", "meta.k8s.io/v1").set("metadata", metadata);
        return table;
    }

    private void addRows(View view, List<KubeObject> objects, ObjectNode table) {
        Instant now = clock.instant();
        RowPrinter printer = printerOf(view);
        boolean custom =
                view.layout.isPresent()
                        || view.resource.resource().equals("customresourcedefinitions");
        if (custom && objects.isEmpty()) {
            table.putNull("rows");
            return;
        }
        ArrayNode rows = table.putArray("rows");
        for (KubeObject object : objects) {
            Row row = new Row(object, now);
            printer.print(row);
            ObjectNode target = rows.addObject();
            target.set("cells", row.cells());
            if (!row.conditions().isEmpty()) {
                target.set("conditions", row.conditions());
            }
            switch (view.include) {
                case NONE -> target.putNull("object");
                case METADATA -> target.set("object", partial(object));
                case OBJECT -> target.set("object", object.json());
            }
        }
    }

    /// An object's metadata as an object of its own (`PartialObjectMetadata`); shares the metadata.
    public static ObjectNode partial(KubeObject object) {
        ObjectNode partial = JsonNodeFactory.instance.objectNode();
        partial.put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
        partial.set("metadata", object.metadata());
        return partial;
    }

    private RowPrinter printerOf(View view) {
        if (view.layout.isPresent()) {
            return view.layout.get().printer();
        }
        RowPrinter printer = printers.get(view.kind);
        return printer != null && isKnown(view) ? printer : row -> printByColumn(row, view);
    }

    private boolean isKnown(View view) {
        return view.kind.equals("Scale") || columns().containsKey(pathOf(view.resource));
    }

    /// What can be said of any object: its name and when it was made.
    private void printByColumn(Row row, View view) {
        for (Column column : columnsOf(view)) {
            switch (column.name()) {
                case NAME -> row.addName();
                case "Age" -> row.addAge();
                case "Created At" -> row.add(row.text("/metadata/creationTimestamp"));
                default -> row.addNull();
            }
        }
    }

    private List<Column> columnsOf(View view) {
        if (view.layout.isPresent()) {
            return view.layout.get().columns();
        }
        if (view.kind.equals("Scale")) {
            return SCALE_COLUMNS;
        }
        return columns().getOrDefault(pathOf(view.resource), DEFAULT_COLUMNS);
    }

    private static String pathOf(GroupVersionResource resource) {
        String prefix = resource.group().isEmpty() ? "api/" : "apis/";
        return prefix + resource.apiVersion() + "/" + resource.resource();
    }

    private Map<String, List<Column>> columns() {
        Map<String, List<Column>> known = columns;
        if (known == null) {
            known = read();
            columns = known;
        }
        return known;
    }

    private static Map<String, List<Column>> read() {
        try (InputStream in = Tables.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("missing resource " + RESOURCE);
            }
            Map<String, List<Column>> result = new HashMap<>();
            for (Map.Entry<String, JsonNode> entry :
                    JsonMapper.shared().readTree(in).properties()) {
                List<Column> list = new ArrayList<>();
                entry.getValue().forEach(column -> list.add(Column.fromJson(column)));
                result.put(entry.getKey(), List.copyOf(list));
            }
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
