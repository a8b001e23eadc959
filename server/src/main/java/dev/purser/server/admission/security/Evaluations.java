package dev.purser.server.admission.security;

import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.security.check.LevelVersion;
import dev.purser.server.meter.Counter;
import dev.purser.server.meter.Counters;
import java.util.Locale;

/// Counts what Pod Security decides, under Kubernetes' names. Thread-safe.
final class Evaluations {
    /// The newest release whose rules are known.
    private static final long MINOR_MAX = 37;

    private final Counter evaluations;
    private final Counter exemptions;
    private final Counter errors;

    enum Decision {
        ALLOW,
        DENY
    }

    enum Mode {
        ENFORCE,
        AUDIT,
        WARN
    }

    /// What an error leads to.
    enum Gravity {
        /// The object was not judged.
        FATAL,
        /// The object was judged by a stricter policy.
        HARMLESS
    }

    Evaluations(Counters counters) {
        this.evaluations =
                counters.add(
                        "pod_security_evaluations_total",
                        "[ALPHA] Policies held against objects, without ignored and exempt requests.",
                        "decision",
                        "mode",
                        "policy_level",
                        "policy_version",
                        "request_operation",
                        "resource",
                        "subresource");
        this.exemptions =
                counters.add(
                        "pod_security_exemptions_total",
                        "[ALPHA] Exempt requests, without those that are ignored.",
                        "request_operation",
                        "resource",
                        "subresource");
        this.errors =
                counters.add(
                        "pod_security_errors_total",
                        "[ALPHA] Errors that kept objects from being judged as their namespace asks.",
                        "fatal",
                        "request_operation",
                        "resource",
                        "subresource");
        for (String operation : new String[] {"create", "update"}) {
            evaluations.add(0, "allow", "enforce", "privileged", "latest", operation, "pod", "");
            exemptions.add(0, operation, "pod", "");
            exemptions.add(0, operation, "controller", "");
        }
    }

    void evaluated(AdmissionRequest request, LevelVersion policy, Mode mode, Decision decision) {
        evaluations.increment(
                word(decision),
                word(mode),
                policy.level().toString(),
                version(policy),
                word(request.operation()),
                resource(request),
                request.attributes().subresource());
    }

    void exempted(AdmissionRequest request) {
        exemptions.increment(
                word(request.operation()), resource(request), request.attributes().subresource());
    }

    void failed(AdmissionRequest request, Gravity gravity) {
        errors.increment(
                Boolean.toString(gravity == Gravity.FATAL),
                word(request.operation()),
                resource(request),
                request.attributes().subresource());
    }

    private static String version(LevelVersion policy) {
        if (policy.isPrivileged() || policy.version().isLatest()) {
            return "latest";
        }
        return policy.version().minor() > MINOR_MAX ? "future" : policy.version().toString();
    }

    private static String resource(AdmissionRequest request) {
        return switch (request.attributes().resource()) {
            case "pods" -> "pod";
            case "namespaces" -> "namespace";
            default -> "controller";
        };
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
