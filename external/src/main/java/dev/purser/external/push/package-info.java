/// What providers say when a secret changed: reads their notifications, in the forms of Vault, AWS,
/// Azure and CloudEvents, and wakes the ExternalSecrets that are concerned. A notification only
/// wakes; no value is ever taken from it.
@NullMarked
package dev.purser.external.push;

import org.jspecify.annotations.NullMarked;
