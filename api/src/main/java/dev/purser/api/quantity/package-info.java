/// Amounts of resources (`500m`, `1.5Gi`) as Kubernetes writes, compares and adds them.
@NullMarked
package dev.purser.api.quantity;

import org.jspecify.annotations.NullMarked;
