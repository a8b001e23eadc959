/// The functions of Sprig (<https://masterminds.github.io/sprig/>), without those that read the
/// environment or ask the network.
@NullMarked
package dev.purser.external.template.sprig;

import org.jspecify.annotations.NullMarked;
