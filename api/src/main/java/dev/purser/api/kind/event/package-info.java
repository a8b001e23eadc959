/// The rules of Events, which are served by two groups: in the core group, where they are stored,
/// and in `events.k8s.io`, which demands more.
@NullMarked
package dev.purser.api.kind.event;

import org.jspecify.annotations.NullMarked;
