/// The rules of what the scheduler goes by.
@NullMarked
package dev.purser.api.kind.scheduling;

import org.jspecify.annotations.NullMarked;
