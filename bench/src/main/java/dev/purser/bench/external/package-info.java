/// How many ExternalSecrets one server keeps, and what that asks of it and of the providers.
@NullMarked
package dev.purser.bench.external;

import org.jspecify.annotations.NullMarked;
