/// How the node is to behave: kubelet's own configuration file (`kubelet.config.k8s.io/v1beta1`,
/// KubeletConfiguration), read strictly, and the parts of the node that follow it.
@NullMarked
package dev.purser.node.settings;

import org.jspecify.annotations.NullMarked;
