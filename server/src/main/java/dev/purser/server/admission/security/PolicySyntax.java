package dev.purser.server.admission.security;

/// What is said of levels and versions that are none.
public final class PolicySyntax {
    public static final String LEVELS = "must be one of privileged, baseline, restricted";
    public static final String VERSIONS = "must be \"latest\" or \"v1.x\"";

    private PolicySyntax() {}
}
