package dev.purser.cel.policy;

import dev.purser.api.kind.VersionKinds;

/// The kinds of admission policies and their bindings.
public final class PolicyKinds {
    public static final String GROUP = "admissionregistration.k8s.io";

    private PolicyKinds() {}

    /// The rules of each kind. Nothing of CEL is loaded before the first policy is checked.
    public static VersionKinds all() {
        return VersionKinds.of(GROUP, "v1")
                .with("ValidatingAdmissionPolicy", new ValidatingPolicyRules())
                .with(
                        "ValidatingAdmissionPolicyBinding",
                        new BindingRules(BindingRules.Kind.VALIDATING))
                .with("MutatingAdmissionPolicy", new MutatingPolicyRules())
                .with(
                        "MutatingAdmissionPolicyBinding",
                        new BindingRules(BindingRules.Kind.MUTATING));
    }
}
