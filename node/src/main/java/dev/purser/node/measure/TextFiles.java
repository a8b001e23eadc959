package dev.purser.node.measure;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/// Files of the kernel, which come and go with what they tell of.
final class TextFiles {
    private TextFiles() {}

    /// All lines; none of a file that is not there, or whose cgroup or process has just gone.
    static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (NoSuchFileException e) {
            return List.of();
        } catch (FileSystemException e) {
            throw e;
        } catch (IOException e) {
            // The kernel says so of files that went away between opening and reading, and of
            // pressure that it does not measure.
            return List.of();
        }
    }
}
