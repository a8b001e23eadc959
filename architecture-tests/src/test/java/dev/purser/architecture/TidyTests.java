package dev.purser.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What neither a compiler nor ArchUnit sees: sources and documents as text.
class TidyTests {
    private static final int CLASS_LINES_MAX = 450;
    private static final int LOOP_DISTANCE_MAX = 400;
    private static final Path ROOT = root();
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:\\s]+)(#[^)]*)?\\)");

    private static Path root() {
        Path directory = Path.of("").toAbsolutePath();
        while (!Files.exists(directory.resolve("LICENSE"))) {
            directory = directory.getParent();
        }
        return directory;
    }

    private static List<Path> files(Predicate<Path> wanted) {
        try (Stream<Path> all = Files.walk(ROOT)) {
            return all.filter(Files::isRegularFile)
                    .filter(file ->
                            !ROOT.relativize(file).toString().matches("(.*/)?(target|\\.git)/.*"))
                    .filter(wanted)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> sources() {
        return files(file -> file.toString().endsWith(".java"));
    }

    @Test
    void documentationLinksResolve() throws IOException {
        List<String> broken = new ArrayList<>();
        for (Path file : files(file -> file.toString().endsWith(".md"))) {
            Matcher links = LINK.matcher(Files.readString(file));
            while (links.find()) {
                if (!Files.exists(file.resolveSibling(links.group(1)))) {
                    broken.add(ROOT.relativize(file) + " -> " + links.group(1));
                }
            }
        }
        assertThat(broken).isEmpty();
    }

    @Test
    void everyDecisionRecordIsInTheIndex() throws IOException {
        String index = Files.readString(ROOT.resolve("docs/adr/README.md"));
        List<String> records =
                files(file -> file.getParent().endsWith("docs/adr")).stream()
                        .map(file -> file.getFileName().toString())
                        .filter(name -> name.matches("\\d{4}-.*\\.md"))
                        .toList();
        assertThat(records)
                .isNotEmpty()
                .allSatisfy(name -> assertThat(index).contains("(" + name + ")"));
    }

    @Test
    void nothingIsLeftUnfinished() throws IOException {
        Pattern marks = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|X" + "XX)\\b");
        List<String> found = new ArrayList<>();
        for (Path file : sources()) {
            if (marks.matcher(Files.readString(file)).find()) {
                found.add(ROOT.relativize(file).toString());
            }
        }
        assertThat(found).isEmpty();
    }

    @Test
    void classesAreSmall() throws IOException {
        List<String> large = new ArrayList<>();
        for (Path file : sources()) {
            long lines = Files.readString(file).lines().count();
            if (file.toString().contains("/src/main/") && lines > CLASS_LINES_MAX) {
                large.add(ROOT.relativize(file) + ": " + lines + " lines");
            }
        }
        assertThat(large).isEmpty();
    }

    /// A sleep is fine between two looks at a condition, and nowhere else.
    @Test
    void testsNeitherSleepForLuckNorSwitchThemselvesOff() throws IOException {
        Pattern marks =
                Pattern.compile(
                        "Thread\\." + "sleep|@Dis" + "abled|assume" + "(True|That|False)\\(");
        List<String> found = new ArrayList<>();
        for (Path file : sources()) {
            String text = Files.readString(file);
            Matcher matches = marks.matcher(text);
            while (file.toString().contains("/src/test/") && matches.find()) {
                String before =
                        text.substring(
                                Math.max(0, matches.start() - LOOP_DISTANCE_MAX), matches.start());
                if (!matches.group().endsWith("sleep") || !before.contains("while (")) {
                    found.add(ROOT.relativize(file) + ": " + matches.group());
                }
            }
        }
        assertThat(found).isEmpty();
    }
}
