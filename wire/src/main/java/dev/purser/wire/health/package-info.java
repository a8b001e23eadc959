/// Health checks, as the API server and the node tell of them at `/healthz`.
@NullMarked
package dev.purser.wire.health;

import org.jspecify.annotations.NullMarked;
