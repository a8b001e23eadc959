package dev.purser.api.table;

/// Computes the cells of one kind of object. Stateless and thread-safe.
@FunctionalInterface
public interface RowPrinter {
    /// Adds a cell for every column, in order.
    void print(Row row);
}
