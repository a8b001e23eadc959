/// Forgets events an hour after they were last written, as Kubernetes does.
@NullMarked
package dev.purser.controllers.event;

import org.jspecify.annotations.NullMarked;
