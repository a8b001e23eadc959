/// Deletes objects when their time has come; what their time is, each kind's own package says.
@NullMarked
package dev.purser.controllers.expiry;

import org.jspecify.annotations.NullMarked;
