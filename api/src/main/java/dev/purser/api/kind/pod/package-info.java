/// The rules of Pods, and of the Pod templates inside other kinds.
///
/// [dev.purser.api.kind.pod.PodTemplates] is what other kinds use; everything about a Pod's own
/// life is in [dev.purser.api.kind.pod.PodRules].
@NullMarked
package dev.purser.api.kind.pod;

import org.jspecify.annotations.NullMarked;
