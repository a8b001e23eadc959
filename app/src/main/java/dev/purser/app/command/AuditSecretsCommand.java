package dev.purser.app.command;

import dev.purser.app.audit.AuditFiles;
import dev.purser.app.audit.SecretUses;
import dev.purser.app.terminal.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.json.JsonMapper;

/// `purser audit secrets`: who used which Secret, by what the audit log says.
@Command(
        name = "secrets",
        mixinStandardHelpOptions = true,
        description = "Show who used which Secrets, or tried to, and when last.")
final class AuditSecretsCommand implements Callable<Integer> {
    private static final Pattern SPAN = Pattern.compile("(\\d{1,6})([smhd])");
    private static final List<String> HEADINGS =
            List.of("SECRET", "WHO", "HOW", "WITH", "RESULT", "TIMES", "LAST");

    private final Terminal terminal;
    private final InstantSource clock;

    @Mixin private final DataDirectoryOption dataDirectory = new DataDirectoryOption();

    @Parameters(
            arity = "0..1",
            paramLabel = "NAME",
            description = "only of this Secret, and of whoever used all Secrets")
    private String name = "";

    @Option(
            names = {"-n", "--namespace"},
            paramLabel = "NAMESPACE",
            description = "only of this namespace")
    private String namespace = "";

    @Option(names = "--user", paramLabel = "USER", description = "only by this user")
    private String user = "";

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description = "only of the last 30m, 24h, 7d (default: all that the log has)")
    private String since = "";

    @Option(
            names = "--audit-log-path",
            paramLabel = "FILE",
            description = "the audit log (default: log/audit.log in the data directory)")
    private @Nullable Path log;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FORMAT",
            defaultValue = "text",
            description = "text or json (default: ${DEFAULT-VALUE})")
    private OutputFormat format = OutputFormat.TEXT;

    AuditSecretsCommand(Terminal terminal, InstantSource clock) {
        this.terminal = terminal;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        Path newest = log != null ? log : dataDirectory.existing().auditLog();
        Instant from = since.isEmpty() ? Instant.EPOCH : clock.instant().minus(span(since));
        SecretUses uses = read(newest, new SecretUses.Wanted(namespace, name, user, from));
        List<SecretUses.Row> rows = uses.rows();
        if (format == OutputFormat.JSON) {
            terminal.line(JsonMapper.shared().writeValueAsString(rows));
            return 0;
        }
        if (rows.isEmpty()) {
            terminal.line("The audit log " + newest + " has no such use.");
        } else {
            print(rows);
        }
        if (uses.strangeLines() > 0) {
            terminal.warning(uses.strangeLines() + " lines are no events and were passed over");
        }
        return 0;
    }

    private static SecretUses read(Path newest, SecretUses.Wanted wanted) {
        try {
            AuditFiles files = new AuditFiles(newest);
            if (files.all().isEmpty()) {
                throw new CommandFailure(
                        "there is no audit log %s: name the one of `up` with --audit-log-path"
                                .formatted(newest));
            }
            return SecretUses.read(files, wanted);
        } catch (IOException e) {
            throw new CommandFailure("the audit log cannot be read: " + e.getMessage(), e);
        }
    }

    private static Duration span(String text) {
        Matcher matcher = SPAN.matcher(text);
        if (!matcher.matches()) {
            throw new CommandFailure("--since is a time such as 30m, 24h or 7d, not " + text);
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }

    private void print(List<SecretUses.Row> rows) {
        List<List<String>> lines = new ArrayList<>();
        lines.add(HEADINGS);
        for (SecretUses.Row row : rows) {
            lines.add(
                    List.of(
                            row.secret(),
                            row.who(),
                            row.how(),
                            row.program(),
                            row.result(),
                            Integer.toString(row.times()),
                            row.last()));
        }
        int[] widths = new int[HEADINGS.size()];
        for (List<String> line : lines) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], line.get(i).length());
            }
        }
        for (List<String> line : lines) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                text.append(line.get(i)).repeat(" ", widths[i] - line.get(i).length() + 3);
            }
            terminal.line(text.toString().strip());
        }
    }
}
