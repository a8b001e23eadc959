package dev.purser.server.admission.security;

/// What is said of levels and versions that are none.
final class PolicySyntax {
    static final String LEVELS = "must be one of privileged, baseline, restricted";
    static final String VERSIONS = "must be \"latest\" or \"v1.x\"";

    private PolicySyntax() {}
}
