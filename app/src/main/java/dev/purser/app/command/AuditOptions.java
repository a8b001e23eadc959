package dev.purser.app.command;

import dev.purser.app.data.DataDirectory;
import dev.purser.app.terminal.Terminal;
import dev.purser.server.audit.AuditSettings;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// The options about the audit log, under kube-apiserver's names.
final class AuditOptions {
    private static final int BACKUPS = 100;

    /// A small machine's disk should not be filled by what nobody asked for.
    private static final int BACKUPS_OF_DEFAULT_LOG = 10;

    @Option(
            names = "--audit-policy-file",
            paramLabel = "FILE",
            description =
                    "what the audit log says of which requests (audit.k8s.io/v1 Policy; default:"
                            + " every use of Secrets, tokens and running containers)")
    private @Nullable Path policyFile;

    @Option(
            names = "--audit-log-path",
            paramLabel = "FILE",
            description =
                    "the audit log, '-' for the standard output, empty for none (default:"
                            + " log/audit.log in the data directory)")
    private @Nullable String logPath;

    @Option(
            names = "--audit-log-maxage",
            paramLabel = "DAYS",
            defaultValue = "366",
            description =
                    "how old rotated audit logs may become, 0 for any age (default:"
                            + " ${DEFAULT-VALUE})")
    private int days = 366;

    @Option(
            names = "--audit-log-maxbackup",
            paramLabel = "N",
            description =
                    "how many rotated audit logs stay, 0 for all (default: 100, of the default log"
                            + " 10)")
    private @Nullable Integer backups;

    @Option(
            names = "--audit-log-maxsize",
            paramLabel = "MB",
            defaultValue = "100",
            description =
                    "how large the audit log becomes before it is rotated, 0 for no rotation"
                            + " (default: ${DEFAULT-VALUE})")
    private int megabytes = 100;

    @Option(
            names = "--audit-log-mode",
            paramLabel = "MODE",
            defaultValue = "blocking",
            description =
                    "batch: requests do not wait for the audit log; blocking: they do;"
                            + " blocking-strict: and are refused when it cannot be written"
                            + " (default: ${DEFAULT-VALUE})")
    private String mode = "blocking";

    @Option(
            names = "--audit-log-batch-buffer-size",
            paramLabel = "N",
            defaultValue = "10000",
            description = "how many events wait in batch mode (default: ${DEFAULT-VALUE})")
    private int bufferSize = 10_000;

    @Option(
            names = "--audit-log-format",
            paramLabel = "FORMAT",
            defaultValue = "json",
            description = "json, the only one (default: ${DEFAULT-VALUE})")
    private String format = "json";

    @Option(names = "--audit-log-compress", description = "compress rotated audit logs")
    private boolean compress;

    @Option(
            names = "--audit-log-truncate-enabled",
            description = "leave bodies out of events that are too large")
    private boolean truncate;

    @Option(
            names = "--audit-log-truncate-max-event-size",
            paramLabel = "BYTES",
            defaultValue = "102400",
            description = "how large an event may be then (default: ${DEFAULT-VALUE})")
    private long eventBytesMax = 102_400;

    @Option(
            names = "--audit-webhook-config-file",
            paramLabel = "FILE",
            description =
                    "a kubeconfig that says where audit events are sent to (default: nowhere)")
    private @Nullable Path webhookFile;

    @Option(
            names = "--audit-webhook-mode",
            paramLabel = "MODE",
            defaultValue = "batch",
            description = "as --audit-log-mode, for the webhook (default: ${DEFAULT-VALUE})")
    private String webhookMode = "batch";

    @Option(
            names = "--audit-webhook-initial-backoff",
            paramLabel = "TIME",
            defaultValue = "10s",
            description =
                    "the pause after the webhook failed for the first time (default:"
                            + " ${DEFAULT-VALUE})")
    private String webhookBackoff = "10s";

    @Option(
            names = "--audit-webhook-batch-buffer-size",
            paramLabel = "N",
            defaultValue = "10000",
            description = "how many events wait for the webhook (default: ${DEFAULT-VALUE})")
    private int webhookBufferSize = 10_000;

    @Option(
            names = "--audit-webhook-batch-max-size",
            paramLabel = "N",
            defaultValue = "400",
            description = "how many events the webhook is sent at once (default: ${DEFAULT-VALUE})")
    private int webhookBatchSize = 400;

    @Option(
            names = "--audit-webhook-batch-max-wait",
            paramLabel = "TIME",
            defaultValue = "30s",
            description = "how long fewer events are waited with (default: ${DEFAULT-VALUE})")
    private String webhookBatchWait = "30s";

    @Option(
            names = "--audit-webhook-truncate-enabled",
            description = "leave bodies out of events that are too large for the webhook")
    private boolean webhookTruncate;

    @Option(
            names = "--audit-webhook-truncate-max-event-size",
            paramLabel = "BYTES",
            defaultValue = "102400",
            description = "how large an event may be then (default: ${DEFAULT-VALUE})")
    private long webhookEventBytesMax = 102_400;

    /// What the options mean.
    ///
    /// @throws CommandFailure when one of them has no such value
    AuditSettings settings(DataDirectory directory, Terminal terminal) {
        return new AuditSettings(
                Optional.ofNullable(policyFile),
                logPath != null && logPath.isEmpty()
                        ? Optional.empty()
                        : Optional.of(log(directory, terminal)),
                Optional.ofNullable(webhookFile).map(this::webhook));
    }

    private AuditSettings.Log log(DataDirectory directory, Terminal terminal) {
        check();
        return new AuditSettings.Log(
                target(directory, terminal),
                mode("log", mode),
                bufferSize("log", mode, bufferSize),
                truncation("log", truncate, eventBytesMax));
    }

    private AuditSettings.Webhook webhook(Path kubeconfig) {
        if (webhookMode.equals("batch") && webhookBatchSize <= 0) {
            throw new CommandFailure(
                    "invalid audit batch webhook max batch size %d, must be a positive number"
                            .formatted(webhookBatchSize));
        }
        return new AuditSettings.Webhook(
                kubeconfig,
                mode("webhook", webhookMode),
                bufferSize("webhook", webhookMode, webhookBufferSize),
                webhookBatchSize,
                DurationOption.parse("--audit-webhook-batch-max-wait", webhookBatchWait),
                DurationOption.parse("--audit-webhook-initial-backoff", webhookBackoff),
                truncation("webhook", webhookTruncate, webhookEventBytesMax));
    }

    private AuditSettings.Target target(DataDirectory directory, Terminal terminal) {
        if (logPath != null && logPath.equals("-")) {
            return new AuditSettings.Stream(terminal.out());
        }
        int kept = logPath == null ? BACKUPS_OF_DEFAULT_LOG : BACKUPS;
        return new AuditSettings.File(
                logPath == null ? directory.auditLog() : Path.of(logPath),
                megabytes,
                backups == null ? kept : backups,
                days,
                compress ? AuditSettings.Compression.GZIP : AuditSettings.Compression.NONE);
    }

    private static AuditSettings.Mode mode(String plugin, String mode) {
        return switch (mode) {
            case "batch" -> AuditSettings.Mode.BATCH;
            case "blocking" -> AuditSettings.Mode.BLOCKING;
            case "blocking-strict" -> AuditSettings.Mode.BLOCKING_STRICT;
            default ->
                    throw new CommandFailure(
                            "invalid audit %s mode %s, allowed modes are \"batch,blocking,blocking-strict\""
                                    .formatted(plugin, mode));
        };
    }

    private static int bufferSize(String plugin, String mode, int size) {
        if (mode.equals("batch") && size <= 0) {
            throw new CommandFailure(
                    "invalid audit batch %s buffer size %d, must be a positive number"
                            .formatted(plugin, size));
        }
        return size;
    }

    private static Optional<AuditSettings.Truncation> truncation(
            String plugin, boolean enabled, long bytesMax) {
        if (bytesMax <= 0) {
            throw new CommandFailure(
                    "invalid audit truncate %s max event size %d, must be a positive number"
                            .formatted(plugin, bytesMax));
        }
        return enabled ? Optional.of(new AuditSettings.Truncation(bytesMax)) : Optional.empty();
    }

    private void check() {
        if (!format.equals("json")) {
            throw new CommandFailure(
                    "invalid audit log format %s, allowed formats are [\"json\"]"
                            .formatted(format));
        }
        notNegative("maxage", days);
        notNegative("maxbackup", backups == null ? 0 : backups);
        notNegative("maxsize", megabytes);
    }

    private static void notNegative(String name, int value) {
        if (value < 0) {
            throw new CommandFailure(
                    "--audit-log-%s %d can't be a negative number".formatted(name, value));
        }
    }
}
