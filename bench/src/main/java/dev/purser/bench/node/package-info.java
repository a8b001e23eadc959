/// Measures nodes, of any Kubernetes and of several in turn: how soon pods are ready, how soon a
/// changed ConfigMap is in their files, and what the node agent itself uses.
///
/// All is done through the API, so a kubeconfig is enough. When a file changed is asked of the file
/// system: both kubelet's and Purser's volumes are swapped by a rename of `..data`, whose change
/// time the kernel notes. A shell in the container tells it afterwards, so that watching costs
/// nothing while the change is under way.
@NullMarked
package dev.purser.bench.node;

import org.jspecify.annotations.NullMarked;
