/// Counts what namespaces use of their ResourceQuotas. Admission charges what is made; this
/// controller counts a new quota, and gives back what is deleted.
@NullMarked
package dev.purser.controllers.quota;

import org.jspecify.annotations.NullMarked;
