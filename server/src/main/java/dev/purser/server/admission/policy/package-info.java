/// Admission by policies: ValidatingAdmissionPolicy (KEP-3488) and MutatingAdmissionPolicy
/// (KEP-3962).
@NullMarked
package dev.purser.server.admission.policy;

import org.jspecify.annotations.NullMarked;
