/// The architecture as tests: what no compiler says, said here, and failing the build.
@NullMarked
package dev.purser.architecture;

import org.jspecify.annotations.NullMarked;
