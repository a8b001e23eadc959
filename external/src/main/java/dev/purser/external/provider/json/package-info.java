/// Secrets that are JSON, and how properties of them are named: shared by the providers whose
/// values are texts.
@NullMarked
package dev.purser.external.provider.json;

import org.jspecify.annotations.NullMarked;
