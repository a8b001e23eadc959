/// What the server counts about itself, under the names that kube-apiserver uses, and `/metrics`
/// that shows it in the text format of Prometheus.
///
/// Labels come from the resources that are served, never from what clients send, so that nobody can
/// make up series, and no name of an object or user is in them.
@NullMarked
package dev.purser.server.measure;

import org.jspecify.annotations.NullMarked;
