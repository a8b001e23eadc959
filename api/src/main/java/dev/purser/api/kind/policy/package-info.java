/// The rules of what protects Pods from being taken away.
@NullMarked
package dev.purser.api.kind.policy;

import org.jspecify.annotations.NullMarked;
