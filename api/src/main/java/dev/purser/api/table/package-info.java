/// Objects as rows of a table, the form that `kubectl get` prints (`meta.k8s.io/v1 Table`).
///
/// The columns of each resource come from `tables.json`; the cells are computed by one small
/// printer a kind, with the rules of Kubernetes' own printers. [dev.purser.api.table.Tables] is the
/// entry.
@NullMarked
package dev.purser.api.table;

import org.jspecify.annotations.NullMarked;
