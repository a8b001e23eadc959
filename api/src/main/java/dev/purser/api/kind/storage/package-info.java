/// The rules of the kinds by which clusters talk to storage drivers.
@NullMarked
package dev.purser.api.kind.storage;

import org.jspecify.annotations.NullMarked;
