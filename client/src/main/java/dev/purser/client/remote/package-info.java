/// The [dev.purser.client.Api] over HTTPS, with a client certificate or a bearer token.
///
/// [dev.purser.client.remote.Kubeconfig] reads where the server is and who calls;
/// [dev.purser.client.remote.RemoteApi] speaks JSON with it by the JDK's own HTTP client.
@NullMarked
package dev.purser.client.remote;

import org.jspecify.annotations.NullMarked;
