/// What the Pod Security Standards forbid, one class a rule;
/// [dev.purser.server.admission.security.check.PodChecks] is the table of all of them.
@NullMarked
package dev.purser.server.admission.security.check;

import org.jspecify.annotations.NullMarked;
