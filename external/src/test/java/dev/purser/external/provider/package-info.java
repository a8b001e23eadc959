/// The contract suite of all providers, and doubles for their tests.
@NullMarked
package dev.purser.external.provider;

import org.jspecify.annotations.NullMarked;
