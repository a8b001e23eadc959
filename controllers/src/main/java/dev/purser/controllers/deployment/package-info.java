/// Rolls the pods of a Deployment from one template to the next, by way of ReplicaSets.
///
/// Each template has a ReplicaSet of its own, named after the template's hash. A pass
/// ([dev.purser.controllers.deployment.DeploymentReconciler]) finds or creates the newest one and
/// then does one step: scale all proportionally, shift pods from old to new (`RollingUpdate`), or
/// stop the old before the new (`Recreate`); then it writes status and conditions.
@NullMarked
package dev.purser.controllers.deployment;

import org.jspecify.annotations.NullMarked;
