/// Doubles and contract suites for tests of the client and of everything written against it.
@NullMarked
package dev.purser.client.testing;

import org.jspecify.annotations.NullMarked;
