/// Time as what waits and retries sees it: a clock together with callbacks, so that tests can move
/// both at once.
@NullMarked
package dev.purser.client.time;

import org.jspecify.annotations.NullMarked;
