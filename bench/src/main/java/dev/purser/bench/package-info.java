/// Measurements. Each takes the API by a kubeconfig, so that the same measure runs against Purser
/// and against any other Kubernetes, side by side. They print figures and judge nothing:
/// `bench/run` runs them all against a fresh Purser.
@NullMarked
package dev.purser.bench;

import org.jspecify.annotations.NullMarked;
