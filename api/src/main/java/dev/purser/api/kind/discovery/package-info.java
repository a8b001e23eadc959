/// The rules of EndpointSlices.
@NullMarked
package dev.purser.api.kind.discovery;

import org.jspecify.annotations.NullMarked;
