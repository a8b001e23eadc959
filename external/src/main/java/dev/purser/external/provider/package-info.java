/// Where secrets come from. One narrow interface, one package for each provider with its SDK, and
/// one contract suite for all of them.
@NullMarked
package dev.purser.external.provider;

import org.jspecify.annotations.NullMarked;
