package dev.purser.app.command;

import dev.purser.app.terminal.Terminal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/// Shows a report of the encryption to people.
final class EncryptionTable {
    private final Terminal terminal;

    EncryptionTable(Terminal terminal) {
        this.terminal = terminal;
    }

    void show(JsonNode report) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("RESOURCE", "OBJECTS", "PROVIDER", "KEY", "STATE"));
        for (JsonNode line : report.path("resources")) {
            rows.add(
                    List.of(
                            line.path("resource").asString(""),
                            line.path("objects").asString(""),
                            line.path("provider").asString(""),
                            keyOf(line),
                            state(line)));
        }
        for (JsonNode file : report.path("files")) {
            rows.add(
                    List.of(
                            file.path("file").asString(""),
                            "-",
                            file.path("provider").asString(""),
                            keyOf(file),
                            state(file)));
        }
        print(rows);
        terminal.line("");
        showKeys(report);
        terminal.line("The keys are " + report.path("keysAre").asString("") + ".");
        showVerdict(report);
    }

    private static String state(JsonNode line) {
        if (line.path("current").asBoolean(false)) {
            return "up to date";
        }
        return line.path("provider").asString("").equals("identity")
                ? "IN PLAIN"
                : "to be rewritten";
    }

    private void showKeys(JsonNode report) {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("KEY", "PROVIDER", "OBJECTS", "FILES", "USE"));
        for (JsonNode key : report.path("keys")) {
            boolean needed = key.path("objects").asLong(0) + key.path("files").asLong(0) > 0;
            rows.add(
                    List.of(
                            keyOf(key),
                            key.path("provider").asString(""),
                            key.path("objects").asString(""),
                            key.path("files").asString(""),
                            key.path("writes").asBoolean(false)
                                    ? "encrypts"
                                    : needed ? "decrypts" : "no longer needed"));
        }
        print(rows);
        terminal.line("");
    }

    private static String keyOf(JsonNode line) {
        String id = line.path("keyId").asString("");
        String key = line.path("key").asString("");
        String name = id.isEmpty() ? key : key + " (" + id + ")";
        return name.isEmpty() ? "-" : name;
    }

    private void showVerdict(JsonNode report) {
        long plain = report.path("inPlain").asLong(0);
        long stale = report.path("stale").asLong(0);
        JsonNode rotation = report.path("rotation");
        if (rotation.path("state").asString("").equals("failed")) {
            terminal.warning("The last rotation failed: " + rotation.path("message").asString(""));
        }
        if (rotation.path("unfinished").asBoolean(false)) {
            terminal.warning("A rotation is unfinished; go on with: purser encryption rotate");
        } else if (stale > 0) {
            terminal.warning(
                    "%d objects and files, %d of them in plain, would be written otherwise now; rewrite them with: purser encryption rotate"
                            .formatted(stale, plain));
        } else {
            terminal.done("Nothing that is to be encrypted is left in plain");
        }
    }

    private void print(List<List<String>> rows) {
        int columns = rows.getFirst().size();
        int[] widths = new int[columns];
        for (List<String> row : rows) {
            for (int column = 0; column < columns; column++) {
                widths[column] = Math.max(widths[column], row.get(column).length());
            }
        }
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int column = 0; column < columns; column++) {
                line.append(
                        String.format(
                                Locale.ROOT, "%-" + (widths[column] + 3) + "s", row.get(column)));
            }
            terminal.line(line.toString().stripTrailing());
        }
    }
}
