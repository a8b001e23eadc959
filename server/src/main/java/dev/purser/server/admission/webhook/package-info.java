/// Admission webhooks: others complete and judge objects, asked over HTTPS by `admission.k8s.io/v1`
/// AdmissionReviews.
@NullMarked
package dev.purser.server.admission.webhook;

import org.jspecify.annotations.NullMarked;
