package dev.purser.api.table;

import java.util.List;

/// How objects of one resource are shown as rows of a table.
///
/// @param printer adds a cell for every column
public record TableLayout(List<Column> columns, RowPrinter printer) {
    public TableLayout {
        columns = List.copyOf(columns);
    }
}
