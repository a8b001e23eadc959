package dev.purser.node.volume;

import dev.purser.node.cri.ImageViews;
import dev.purser.node.linux.Errno;
import dev.purser.node.linux.FileCalls;
import dev.purser.node.linux.MountCalls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/// Mounts by the system calls of Linux. Needs CAP_SYS_ADMIN.
///
/// Paths below a volume, which a container's owner chooses and may change at any time, are opened
/// with `openat2(RESOLVE_BENEATH)`: the kernel refuses every symlink that leads out, and what was
/// opened is mounted by its descriptor, so that there is no moment between check and use.
public final class LinuxMounts implements Mounts {
    private static final Pattern OCTAL = Pattern.compile("\\\\([0-7]{3})");

    /// The kernel reads one page of options.
    private static final int DATA_MAX = 4096;

    private static final Path MOUNT_TABLE = Path.of("/proc/self/mountinfo");

    private final MountCalls mounts = new MountCalls();
    private final FileCalls files = new FileCalls();

    @Override
    public void mountTmpfs(Path directory, long sizeBytes) throws IOException {
        String size = sizeBytes > 0 ? "size=" + sizeBytes : "";
        String unswapped = size.isEmpty() ? "noswap" : size + ",noswap";
        int errno = mounts.mount("tmpfs", directory.toString(), "tmpfs", 0, unswapped);
        if (errno == Errno.EINVAL) {
            errno = mounts.mount("tmpfs", directory.toString(), "tmpfs", 0, size);
        }
        check(errno, "mount tmpfs on " + directory);
    }

    @Override
    public void mountReadOnly(ImageViews.View view, Path directory) throws IOException {
        MountOptions options = MountOptions.of(view.options());
        if (options.data().length() >= DATA_MAX) {
            throw new IOException("the image has too many layers to be mounted");
        }
        long sealed =
                MountCalls.MS_RDONLY
                        | MountCalls.MS_NOSUID
                        | MountCalls.MS_NODEV
                        | MountCalls.MS_NOEXEC;
        String target = directory.toString();
        // The flags of a bind mount count only when it is mounted anew.
        long first = options.isBind() ? options.flags() : options.flags() | sealed;
        check(
                mounts.mount(view.source(), target, view.type(), first, options.data()),
                "mount an image on " + target);
        if (options.isBind()) {
            int errno =
                    mounts.mount(
                            "",
                            target,
                            "",
                            MountCalls.MS_REMOUNT | MountCalls.MS_BIND | sealed,
                            "");
            if (errno != 0) {
                unmount(directory);
            }
            check(errno, "mount an image read-only on " + target);
        }
    }

    @Override
    public boolean isMounted(Path directory) throws IOException {
        Path real = directory.toRealPath();
        return mountedBeneath(directory).contains(real);
    }

    @Override
    public boolean isMountPoint(Path directory) throws IOException {
        Path parent = directory.toAbsolutePath().getParent();
        return parent != null
                && Files.isDirectory(directory)
                && !Files.getAttribute(directory, "unix:dev")
                        .equals(Files.getAttribute(parent, "unix:dev"));
    }

    @Override
    public void bindBeneath(Path root, String relative, Path target) throws IOException {
        try (FileCalls.Descriptor from = files.openBeneath(root, relative)) {
            int errno =
                    mounts.mount(
                            from.path().toString(), target.toString(), "", MountCalls.MS_BIND, "");
            check(errno, "bind " + relative + " to " + target);
        }
    }

    @Override
    public String readBeneath(Path root, String relative, int bytesMax) throws IOException {
        try (FileCalls.Descriptor file = files.openBeneath(root, relative)) {
            // Only a file: the reading of a pipe would wait for whoever has the other end.
            if (!Files.isRegularFile(file.path())) {
                throw new IOException(relative + " is no file");
            }
            try (InputStream in = Files.newInputStream(file.path())) {
                byte[] bytes = in.readNBytes(bytesMax + 1);
                if (bytes.length > bytesMax) {
                    throw new IOException(relative + " is too long");
                }
                return new String(bytes, StandardCharsets.UTF_8);
            }
        }
    }

    @Override
    public boolean makeDirectoriesBeneath(Path root, String relative, int mode) throws IOException {
        Path done = Path.of("");
        for (Path step : Path.of(relative)) {
            boolean isNew;
            try (FileCalls.Descriptor parent = files.openBeneath(root, done.toString())) {
                isNew = makeDirectory(parent.path().resolve(step));
            }
            done = done.resolve(step);
            if (isNew) {
                setModeBeneath(root, done, mode);
            }
        }
        try (FileCalls.Descriptor made = files.openBeneath(root, relative)) {
            return Files.isDirectory(made.path());
        }
    }

    /// A mount made by somebody else below the volume, or a file on the way, is left as it is.
    private static boolean makeDirectory(Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /// Opened anew, and below the volume: somebody may have put a link in the place of the new
    /// directory, and no file of the host may get another mode by that.
    private void setModeBeneath(Path root, Path relative, int mode) throws IOException {
        try (FileCalls.Descriptor made = files.openBeneath(root, relative.toString())) {
            Files.setAttribute(made.path(), "unix:mode", mode);
        }
    }

    @Override
    public void unmount(Path target) throws IOException {
        int errno = mounts.unmount(target.toString(), MountCalls.UMOUNT_NOFOLLOW);
        if (errno == Errno.EBUSY) {
            errno =
                    mounts.unmount(
                            target.toString(), MountCalls.UMOUNT_NOFOLLOW | MountCalls.MNT_DETACH);
        }
        check(errno, "unmount " + target);
    }

    @Override
    public List<Path> mountedBeneath(Path directory) throws IOException {
        Path real = directory.toRealPath();
        try (var lines = Files.lines(MOUNT_TABLE, StandardCharsets.UTF_8)) {
            return lines.map(LinuxMounts::mountPoint)
                    .filter(point -> point.startsWith(real))
                    .toList();
        }
    }

    /// The fifth field of a line of `mountinfo`, in which spaces are octal escapes.
    private static Path mountPoint(String line) {
        String escaped = line.split(" ", 6)[4];
        return Path.of(
                OCTAL.matcher(escaped)
                        .replaceAll(match ->
                                String.valueOf((char) Integer.parseInt(match.group(1), 8))));
    }

    private static void check(int errno, String what) throws IOException {
        if (errno != 0) {
            throw new IOException(what + ": " + Errno.message(errno));
        }
    }
}
