/// The rules of the kinds that keep Pods running, and of Scale.
@NullMarked
package dev.purser.api.kind.apps;

import org.jspecify.annotations.NullMarked;
