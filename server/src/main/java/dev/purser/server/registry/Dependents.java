package dev.purser.server.registry;

import dev.purser.api.meta.KubeObject;
import dev.purser.client.DeleteOptions;
import dev.purser.client.DeleteOptions.Propagation;
import java.util.ArrayList;
import java.util.List;

/// What becomes of the objects that a deleted one owns: kept in the two finalizers that the garbage
/// collector works on.
final class Dependents {
    private Dependents() {}

    /// The finalizers of an object that is to be deleted with these options.
    static List<String> finalizers(
            ServedResource resource, KubeObject object, DeleteOptions options) {
        List<String> present = Finalization.finalizers(object);
        if (resource.policy().collection() == WritePolicy.Dependents.NONE) {
            return present;
        }
        List<String> wanted = new ArrayList<>(present);
        wanted.removeAll(List.of(Finalization.ORPHAN, Finalization.FOREGROUND));
        switch (propagation(resource, present, options)) {
            case ORPHAN -> wanted.add(Finalization.ORPHAN);
            case FOREGROUND -> wanted.add(Finalization.FOREGROUND);
            case BACKGROUND -> {
                // The garbage collector finds orphans by itself.
            }
        }
        return present.size() == wanted.size() && present.containsAll(wanted) ? present : wanted;
    }

    /// What the request says; else what an earlier one said; else the kind's way.
    private static Propagation propagation(
            ServedResource resource, List<String> present, DeleteOptions options) {
        if (options.propagation().isPresent()) {
            return options.propagation().get();
        }
        for (String finalizer : present) {
            if (finalizer.equals(Finalization.ORPHAN)) {
                return Propagation.ORPHAN;
            }
            if (finalizer.equals(Finalization.FOREGROUND)) {
                return Propagation.FOREGROUND;
            }
        }
        return resource.policy().collection() == WritePolicy.Dependents.ORPHANED
                ? Propagation.ORPHAN
                : Propagation.BACKGROUND;
    }
}
