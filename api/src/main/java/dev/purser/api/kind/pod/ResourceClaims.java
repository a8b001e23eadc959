package dev.purser.api.kind.pod;

import dev.purser.api.codec.GoForm;
import dev.purser.api.validation.Names;
import dev.purser.api.validation.Spot;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// Checks a Pod's claims on devices (KEP-4381), and which containers use them.
final class ResourceClaims {
    private static final String TYPE = "io.k8s.api.core.v1.PodResourceClaim";
    private static final String NAME = "name";
    private static final String CLAIM = "resourceClaimName";
    private static final String TEMPLATE = "resourceClaimTemplateName";

    private final GoForm goForm;

    ResourceClaims(GoForm goForm) {
        this.goForm = goForm;
    }

    static SortedSet<String> names(Spot claims) {
        SortedSet<String> names = new TreeSet<>();
        claims.items().forEach(claim -> names.add(claim.text(NAME)));
        names.remove("");
        return names;
    }

    void validate(Spot claims, SpecOwner owner) {
        Set<String> names = new HashSet<>();
        for (Spot claim : claims.items()) {
            if (owner.is(SpecOwner.Trait.MIRROR)) {
                // Kubernetes has no path here.
                claim.under("").forbidden("static pods do not support resource claims");
            } else {
                validateClaim(claim, names);
            }
        }
    }

    private void validateClaim(Spot claim, Set<String> names) {
        Spot name = claim.at(NAME);
        if (name.require()) {
            if (names.add(name.text())) {
                name.complain(Names::labelErrors);
            } else {
                name.duplicate();
            }
        }
        if (claim.has(CLAIM) && claim.has(TEMPLATE)) {
            refuse(
                    claim,
                    "at most one of `resourceClaimName` or `resourceClaimTemplateName` may be"
                            + " specified");
        }
        if (!claim.has(CLAIM) && !claim.has(TEMPLATE)) {
            refuse(claim, "must specify one of: `resourceClaimName`, `resourceClaimTemplateName`");
        }
        claim.ifGiven(CLAIM, ref -> ref.complain(Names::subdomainErrors));
        claim.ifGiven(TEMPLATE, ref -> ref.complain(Names::subdomainErrors));
    }

    private void refuse(Spot claim, String why) {
        claim.errors().invalidShown(claim.path(), goForm.compact(claim.node(), TYPE), why);
    }

    /// Checks the claims that a container uses: all of a claim, or single requests of it.
    static void validateUses(Spot uses, SortedSet<String> claims) {
        Set<String> used = new HashSet<>();
        for (Spot use : uses.items()) {
            String name = use.text(NAME);
            if (name.isEmpty()) {
                use.required();
                continue;
            }
            validateUse(use, name, used);
            if (!claims.contains(name)) {
                refuseUnknown(use, name, claims);
            }
        }
    }

    private static void validateUse(Spot use, String name, Set<String> used) {
        if (used.contains(name)) {
            use.errors().duplicate(use.path(), name);
            return;
        }
        Spot request = use.at("request");
        String key = name;
        if (!request.isEmpty()) {
            request.complain(Names::labelErrors);
            key = name + "/" + request.text();
        }
        if (used.contains(key)) {
            use.errors().duplicate(use.path(), key);
        } else if (request.isEmpty()) {
            used.stream()
                    .filter(other -> other.startsWith(name + "/"))
                    .forEach(other -> use.errors().duplicate(use.path(), name));
        }
        used.add(key);
    }

    private static void refuseUnknown(Spot use, String name, SortedSet<String> claims) {
        String known = claims.isEmpty() ? " which is empty" : ": " + String.join(", ", claims);
        use.errors()
                .notFound(
                        use.path(),
                        name,
                        "must be one of the names in pod.spec.resourceClaims" + known);
    }
}
