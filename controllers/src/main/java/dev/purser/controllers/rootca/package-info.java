/// Gives every namespace the ConfigMap `kube-root-ca.crt`, by which pods know the API server.
@NullMarked
package dev.purser.controllers.rootca;

import org.jspecify.annotations.NullMarked;
