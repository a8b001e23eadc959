/// `up -f`: reads manifests, applies them as `kubectl apply` does, and waits until they are rolled
/// out.
@NullMarked
package dev.purser.app.manifest;

import org.jspecify.annotations.NullMarked;
