package dev.purser.server.endpoint;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.node.NodeStreams;

/// A pod and the node that runs it.
record PodTarget(KubeObject pod, NodeStreams node) {}
