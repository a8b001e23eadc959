/// The kinds of the `resource.k8s.io` group: devices, and claims to them.
@NullMarked
package dev.purser.api.kind.device;

import org.jspecify.annotations.NullMarked;
