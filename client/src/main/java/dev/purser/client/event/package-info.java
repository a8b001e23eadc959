/// Telling the user what was done and what went wrong: `Event` objects about other objects.
///
/// Recorders return at once and write behind the caller's back; events are lost rather than let
/// anybody wait. What repeats is counted in one object instead of making new ones, and one object
/// can only have so many events, with the limits of Kubernetes' own clients
/// (`client-go/tools/record`).
@NullMarked
package dev.purser.client.event;

import org.jspecify.annotations.NullMarked;
