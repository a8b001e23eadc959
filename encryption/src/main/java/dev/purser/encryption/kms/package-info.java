/// KMS v2: data keys that a plugin wraps with a key encryption key, which never leaves it.
///
/// [KmsProvider] seals values with keys derived from a seed that [DataKeys] has from the plugin;
/// [GrpcKmsPlugin] speaks to it over its Unix socket. Bytes and behaviour are kube-apiserver's.
/// gRPC is loaded when the first plugin is configured.
///
/// See <https://kubernetes.io/docs/tasks/administer-cluster/kms-provider/> and KEP-3299.
@NullMarked
package dev.purser.encryption.kms;

import org.jspecify.annotations.NullMarked;
