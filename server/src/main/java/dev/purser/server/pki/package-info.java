/// The cluster's own certificates and keys: a certificate authority, the server's certificate,
/// client certificates, and the key that signs service account tokens.
///
/// [dev.purser.server.pki.ClusterPki] opens the directory they live in, whose private keys
/// [dev.purser.server.pki.FileSeal] seals. What is there is read with the JDK alone, so that a
/// start does not pay for machinery it does not need; only
/// [dev.purser.server.pki.CertificateIssuer] builds certificates, when one is missing or near its
/// end.
@NullMarked
package dev.purser.server.pki;

import org.jspecify.annotations.NullMarked;
