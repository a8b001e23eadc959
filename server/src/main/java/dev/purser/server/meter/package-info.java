/// What the parts of the server count on their way, for `/metrics` to show.
@NullMarked
package dev.purser.server.meter;

import org.jspecify.annotations.NullMarked;
