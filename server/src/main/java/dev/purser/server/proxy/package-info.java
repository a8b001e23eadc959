/// Requests that are passed on to a pod over HTTP: the subresource `proxy` of pods and services.
@NullMarked
package dev.purser.server.proxy;

import org.jspecify.annotations.NullMarked;
