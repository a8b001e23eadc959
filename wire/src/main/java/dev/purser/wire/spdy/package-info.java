/// SPDY/3.1, as far as Kubernetes' streams need it, on either side of a connection.
///
/// Written by hand, since the few frames that the protocol uses do not pay for a library. SPDY's
/// flow control is left unused on purpose: the library that kubectl and container runtimes speak it
/// with neither keeps nor announces windows, so a sender that waited for one would wait for ever.
/// TCP holds back instead.
@NullMarked
package dev.purser.wire.spdy;

import org.jspecify.annotations.NullMarked;
