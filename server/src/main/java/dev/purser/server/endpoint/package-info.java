/// From a request to the registry and back: parameters and bodies are read, the verb is carried
/// out, and what it returns is written in the form that the client asked for.
///
/// [dev.purser.server.endpoint.ResourceEndpoint] finds the resource that a path means and hands the
/// request to the class of its verb.
@NullMarked
package dev.purser.server.endpoint;

import org.jspecify.annotations.NullMarked;
