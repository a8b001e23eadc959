/// Secrets of the type `kubernetes.io/service-account-token`: whoever makes one with the name of a
/// service account finds the account's token in it.
@NullMarked
package dev.purser.controllers.token;

import org.jspecify.annotations.NullMarked;
