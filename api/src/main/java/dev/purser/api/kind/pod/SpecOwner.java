package dev.purser.api.kind.pod;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import java.util.EnumSet;
import java.util.Set;

/// Whose Pod spec is being checked, as far as the checks differ.
///
/// @param name the Pod's name; empty for templates, whose Pods have none yet
record SpecOwner(String name, Set<Trait> traits) {
    /// The annotation of Pods that mirror a file on their node.
    static final String MIRROR = "kubernetes.io/config.mirror";

    enum Trait {
        /// A Pod, not a template.
        POD,
        /// Known to the server only because its node runs it from a file.
        MIRROR,
        /// Had `CAP_SYS_ADMIN` without privilege escalation before, and may keep it.
        SYS_ADMIN_BEFORE
    }

    static SpecOwner pod(KubeObject pod) {
        Set<Trait> traits = EnumSet.of(Trait.POD);
        if (pod.metadata().path("annotations").has(MIRROR)) {
            traits.add(Trait.MIRROR);
        }
        return new SpecOwner(Trees.text(pod.metadata(), "name"), traits);
    }

    static SpecOwner template() {
        return new SpecOwner("", EnumSet.noneOf(Trait.class));
    }

    /// This owner, knowing that it had something before.
    SpecOwner with(Trait trait) {
        Set<Trait> more = EnumSet.of(trait);
        more.addAll(traits);
        return new SpecOwner(name, more);
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }
}
