/// Sees to it that every namespace has the service account `default`, which pods run as unless they
/// say otherwise.
@NullMarked
package dev.purser.controllers.serviceaccount;

import org.jspecify.annotations.NullMarked;
