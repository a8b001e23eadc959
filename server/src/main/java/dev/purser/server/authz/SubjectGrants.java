package dev.purser.server.authz;

import dev.purser.server.authz.RoleBinding.RoleRef;
import dev.purser.server.request.Attributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The bindings of one user or group in one namespace, ordered by name. Immutable, but for what it
/// remembers of the roles; thread-safe.
final class SubjectGrants {
    private static final Comparator<RoleBinding> BY_NAME = Comparator.comparing(RoleBinding::name);

    /// Up to so many bindings are looked through; more are worth a table of their own.
    private static final int FEW = 12;

    static final SubjectGrants NONE = new SubjectGrants(List.of());

    private final List<RoleBinding> bindings;
    private volatile @Nullable Merged merged;

    /// All rules of all bindings.
    ///
    /// @param generation of the roles that they were read from
    private record Merged(long generation, RuleTable<RoleBinding> rules, Set<String> missing) {}

    private SubjectGrants(List<RoleBinding> bindings) {
        this.bindings = bindings;
    }

    List<RoleBinding> bindings() {
        return bindings;
    }

    /// The same with a binding in the place of the one of its name.
    SubjectGrants with(RoleBinding binding) {
        List<RoleBinding> changed = new ArrayList<>(bindings.size() + 1);
        changed.addAll(bindings);
        int at = Collections.binarySearch(bindings, binding, BY_NAME);
        if (at >= 0) {
            changed.set(at, binding);
        } else {
            changed.add(-at - 1, binding);
        }
        return new SubjectGrants(changed);
    }

    /// The same without the binding of this one's name.
    SubjectGrants without(RoleBinding binding) {
        int at = Collections.binarySearch(bindings, binding, BY_NAME);
        if (at < 0) {
            return this;
        }
        List<RoleBinding> changed = new ArrayList<>(bindings);
        changed.remove(at);
        return new SubjectGrants(changed);
    }

    /// A binding that allows something; null when none does.
    ///
    /// @param missing takes what is said about roles that are not there
    @Nullable RoleBinding allowing(Attributes asked, RbacIndex index, Set<String> missing) {
        if (bindings.size() > FEW) {
            Merged all = merged(index);
            missing.addAll(all.missing());
            return all.rules().find(asked);
        }
        for (RoleBinding binding : bindings) {
            Role role = index.role(binding.role());
            if (role == null) {
                missing.add(binding.role().notFound());
            } else if (role.allows(asked)) {
                return binding;
            }
        }
        return null;
    }

    private Merged merged(RbacIndex index) {
        Merged current = merged;
        if (current == null || current.generation() != index.generation()) {
            current = merge(index);
            merged = current;
        }
        return current;
    }

    /// The generation is read first: a role that changes meanwhile makes the result out of date at
    /// once rather than never.
    private Merged merge(RbacIndex index) {
        long generation = index.generation();
        RuleTable<RoleBinding> rules = new RuleTable<>();
        Set<String> missing = new LinkedHashSet<>();
        for (RoleBinding binding : bindings) {
            RoleRef ref = binding.role();
            Role role = index.role(ref);
            if (role == null) {
                missing.add(ref.notFound());
            } else {
                role.rules().forEach(rule -> rules.add(rule, binding));
            }
        }
        return new Merged(generation, rules, missing);
    }
}
