/// Kubernetes' EncryptionConfiguration: which resources are sealed by which providers, as a file
/// says it. Names, precedence, checks and error texts are those of kube-apiserver, except that no
/// message shows a key.
///
/// See <https://kubernetes.io/docs/reference/config-api/apiserver-config.v1/>.
@NullMarked
package dev.purser.encryption.config;

import org.jspecify.annotations.NullMarked;
