package dev.purser.server.admission.webhook;

import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.meter.Counter;
import dev.purser.server.meter.Counters;

/// Counts what webhooks answer, under Kubernetes' names. Thread-safe.
final class HookMetrics {
    private final Counter requests;
    private final Counter rejections;
    private final Counter failedOpen;

    HookMetrics(Counters counters) {
        this.requests =
                counters.shared(
                        "apiserver_admission_webhook_request_total",
                        "[ALPHA] Questions to admission webhooks.",
                        "code",
                        "name",
                        "operation",
                        "rejected",
                        "type");
        this.rejections =
                counters.shared(
                        "apiserver_admission_webhook_rejection_count",
                        "[ALPHA] Requests that were refused because of admission webhooks.",
                        "error_type",
                        "name",
                        "operation",
                        "rejection_code",
                        "type");
        this.failedOpen =
                counters.shared(
                        "apiserver_admission_webhook_fail_open_count",
                        "[ALPHA] Requests that were let through because a webhook could not be asked.",
                        "name",
                        "type");
    }

    void allowed(Hook hook, AdmissionRequest request, String type) {
        requests.increment("200", hook.name(), request.operation().name(), "false", type);
    }

    /// @param error `no_error` when it was the webhook that refused, `calling_webhook_error`
    void rejected(Hook hook, AdmissionRequest request, String type, String error, int code) {
        String operation = request.operation().name();
        String text = Integer.toString(code);
        requests.increment(text, hook.name(), operation, "true", type);
        rejections.increment(error, hook.name(), operation, text, type);
    }

    void failedOpen(Hook hook, AdmissionRequest request, String type, int code) {
        requests.increment(
                Integer.toString(code), hook.name(), request.operation().name(), "false", type);
        failedOpen.increment(hook.name(), type);
    }
}
