/// Secrets of another Kubernetes, or of another namespace of this one, with the rights of a
/// credential that the store names.
@NullMarked
package dev.purser.external.provider.kubernetes;

import org.jspecify.annotations.NullMarked;
