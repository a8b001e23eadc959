/// The kinds of `external-secrets.io` and the marks that objects bear, by their names.
@NullMarked
package dev.purser.external.resource;

import org.jspecify.annotations.NullMarked;
