package dev.purser.api.kind.custom;

import dev.purser.api.extension.GoNumbers;
import dev.purser.api.jsonpath.JsonPath;
import dev.purser.api.jsonpath.JsonPathException;
import dev.purser.api.meta.Trees;
import dev.purser.api.table.Column;
import dev.purser.api.table.Row;
import dev.purser.api.table.TableLayout;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/// The columns that a definition wants to see of its objects (`additionalPrinterColumns`).
public final class PrinterColumns {
    private static final Column NAME = new Column("Name", "string", "name", 0);
    private static final Column AGE = new Column("Age", "date", "", 0);

    private final List<Cell> cells = new ArrayList<>();

    private PrinterColumns() {}

    private record Cell(Column column, JsonPath path) {}

    /// The layout of these columns behind the name; without any, the age is shown. A path that
    /// cannot be read ends the columns.
    public static TableLayout layout(JsonNode columns) {
        PrinterColumns made = new PrinterColumns();
        try {
            if (columns.isEmpty()) {
                made.add(AGE, ".metadata.creationTimestamp");
            }
            for (JsonNode column : columns) {
                made.add(
                        new Column(
                                Trees.text(column, "name"),
                                Trees.text(column, "type"),
                                Trees.text(column, "format"),
                                column.path("priority").asInt(0)),
                        Trees.text(column, "jsonPath"));
            }
        } catch (JsonPathException _) {
            // Kubernetes, too, shows the columns up to the first bad one.
        }
        return made.layout();
    }

    private void add(Column column, String path) throws JsonPathException {
        cells.add(new Cell(column, JsonPath.parse(path)));
    }

    private TableLayout layout() {
        List<Column> columns = new ArrayList<>(List.of(NAME));
        cells.forEach(cell -> columns.add(cell.column));
        return new TableLayout(columns, this::print);
    }

    private void print(Row row) {
        row.addName();
        for (Cell cell : cells) {
            List<JsonNode> found = cell.path.find(row.object().json());
            if (found.isEmpty()) {
                row.addNull();
            } else {
                addValue(cell.column.type(), found.getFirst(), row);
            }
        }
    }

    private static void addValue(String type, JsonNode value, Row row) {
        switch (type) {
            case "string" -> row.add(text(value));
            case "integer" -> addIf(value.isNumber(), integer(value), row);
            case "number" -> addIf(value.isNumber(), value, row);
            case "boolean" -> addIf(value.isBoolean(), value, row);
            case "date" -> addDate(value, row);
            default -> row.addNull();
        }
    }

    private static void addIf(boolean fits, JsonNode value, Row row) {
        if (fits) {
            row.add(value);
        } else {
            row.addNull();
        }
    }

    private static JsonNode integer(JsonNode value) {
        return JsonNodeFactory.instance.numberNode((long) value.asDouble(0));
    }

    private static void addDate(JsonNode value, Row row) {
        if (!value.isString()) {
            row.addNull();
            return;
        }
        String time = value.stringValue();
        boolean readable = time.isEmpty() || Row.instant(time).isPresent();
        row.add(readable ? row.since(time) : "<invalid>");
    }

    private static String text(JsonNode value) {
        return switch (value.getNodeType()) {
            case STRING -> value.stringValue();
            case NULL, MISSING -> "<nil>";
            case NUMBER ->
                    value.isIntegralNumber()
                            ? value.asString()
                            : GoNumbers.text(value.doubleValue());
            default -> value.toString();
        };
    }
}
