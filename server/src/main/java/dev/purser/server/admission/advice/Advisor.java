package dev.purser.server.admission.advice;

import dev.purser.api.meta.KubeObject;
import java.util.List;

/// Knows one kind of object's pitfalls. Stateless.
@FunctionalInterface
interface Advisor {
    /// What there is to say of an object as it would be stored, in its order.
    List<Finding> findings(KubeObject object);
}
