/// Pod Security admission: pods are judged by the level that the labels of their namespace ask for.
///
/// Levels, labels, texts and order are those of Kubernetes' `pod-security-admission` (KEP-2579);
/// the rules about pods are in [dev.purser.server.admission.security.check].
@NullMarked
package dev.purser.server.admission.security;

import org.jspecify.annotations.NullMarked;
