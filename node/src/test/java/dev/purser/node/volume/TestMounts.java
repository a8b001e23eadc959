package dev.purser.node.volume;

import dev.purser.node.cri.ImageViews;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Mounts that are only noted: a tmpfs is the directory itself, a bound file is a hard link.
public final class TestMounts implements Mounts {
    private final Map<Path, Long> mounted = new LinkedHashMap<>();
    private final List<Path> stuck = new ArrayList<>();

    /// The sizes of the mounts, by path; -1 for a bind.
    public Map<Path, Long> mounted() {
        return mounted;
    }

    /// This mount cannot be taken away.
    void stick(Path path) {
        stuck.add(path);
    }

    @Override
    public void mountTmpfs(Path directory, long sizeBytes) throws IOException {
        if (mounted.putIfAbsent(directory, sizeBytes) != null) {
            throw new IOException("mounted twice: " + directory);
        }
        new HostFiles().setMode(directory, 01777);
    }

    @Override
    public void mountReadOnly(ImageViews.View view, Path directory) {
        mounted.put(directory, -2L);
    }

    @Override
    public boolean isMounted(Path directory) {
        return mounted.containsKey(directory);
    }

    @Override
    public boolean isMountPoint(Path directory) {
        return mounted.containsKey(directory);
    }

    @Override
    public void bindBeneath(Path root, String relative, Path target) throws IOException {
        Path real = root.resolve(relative).toRealPath();
        if (!real.startsWith(root.toRealPath())) {
            throw new IOException("leads out: " + relative);
        }
        if (Files.isRegularFile(real)) {
            Files.delete(target);
            Files.createLink(target, real);
        }
        mounted.put(target, -1L);
    }

    @Override
    public String readBeneath(Path root, String relative, int bytesMax) throws IOException {
        return Files.readString(root.resolve(relative));
    }

    @Override
    public boolean makeDirectoriesBeneath(Path root, String relative, int mode) throws IOException {
        Path path = root.resolve(relative);
        if (!Files.exists(path)) {
            Files.createDirectories(path);
            Files.setAttribute(path, "unix:mode", mode);
        }
        if (!path.toRealPath().startsWith(root.toRealPath())) {
            throw new NoSuchFileException(relative);
        }
        return Files.isDirectory(path);
    }

    @Override
    public void unmount(Path target) throws IOException {
        if (stuck.contains(target)) {
            throw new IOException("busy: " + target);
        }
        mounted.remove(target);
    }

    @Override
    public List<Path> mountedBeneath(Path directory) {
        return mounted.keySet().stream().filter(path -> path.startsWith(directory)).toList();
    }
}
