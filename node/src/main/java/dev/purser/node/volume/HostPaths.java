package dev.purser.node.volume;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Checks that a path of the node is what a hostPath volume says, with kubelet's messages.
final class HostPaths {
    private static final int TYPE_BITS = 0170000;
    private static final int NEW_DIRECTORY_MODE = 0755;
    private static final int NEW_FILE_MODE = 0644;

    private HostPaths() {}

    /// The types of file that a pod can ask for.
    private enum FileType {
        DIRECTORY("Directory", "directory", 0040000),
        FILE("File", "file", 0100000),
        SOCKET("Socket", "socket file", 0140000),
        CHARACTER_DEVICE("CharDevice", "character device", 0020000),
        BLOCK_DEVICE("BlockDevice", "block device", 0060000);

        private final String apiName;
        private final String noun;
        private final int bits;

        FileType(String apiName, String noun, int bits) {
            this.apiName = apiName;
            this.noun = noun;
            this.bits = bits;
        }

        static Optional<FileType> of(Path path) throws IOException {
            int mode = (Integer) Files.getAttribute(path, "unix:mode") & TYPE_BITS;
            for (FileType type : values()) {
                if (type.bits == mode) {
                    return Optional.of(type);
                }
            }
            return Optional.empty();
        }
    }

    static void check(VolumeSpec.HostPath volume) throws SetUpException, IOException {
        Path path = Path.of(volume.path());
        switch (volume.type()) {
            case "" -> {}
            case "DirectoryOrCreate" -> {
                if (!Files.exists(path)) {
                    createDirectory(path);
                }
                require(path, FileType.DIRECTORY);
            }
            case "FileOrCreate" -> {
                if (!Files.exists(path)) {
                    createFile(path);
                }
                require(path, FileType.FILE);
            }
            case "Directory" -> require(path, FileType.DIRECTORY);
            case "File" -> require(path, FileType.FILE);
            case "Socket" -> require(path, FileType.SOCKET);
            case "CharDevice" -> require(path, FileType.CHARACTER_DEVICE);
            case "BlockDevice" -> require(path, FileType.BLOCK_DEVICE);
            default -> throw new SetUpException(volume.type() + " is an invalid volume type");
        }
    }

    private static void createDirectory(Path path) throws IOException {
        Path parent = path.getParent();
        if (parent != null && !Files.exists(parent)) {
            createDirectory(parent);
        }
        Files.createDirectory(path);
        Files.setAttribute(path, "unix:mode", NEW_DIRECTORY_MODE);
    }

    private static void createFile(Path path) throws IOException {
        try {
            Files.createFile(path);
        } catch (FileAlreadyExistsException e) {
            return;
        }
        Files.setAttribute(path, "unix:mode", NEW_FILE_MODE);
    }

    private static void require(Path path, FileType wanted) throws SetUpException, IOException {
        if (!Files.exists(path)) {
            throw new SetUpException(
                    ("hostPath type check failed, %s is not a %s, unable to determine its type: path"
                                    + " \"%s\" does not exist")
                            .formatted(path, wanted.noun, path));
        }
        Optional<FileType> found = FileType.of(path);
        if (!found.equals(Optional.of(wanted))) {
            throw new SetUpException(
                    "hostPath type check failed: %s is not a %s, it's a %s"
                            .formatted(
                                    path, wanted.noun, found.map(type -> type.apiName).orElse("")));
        }
    }
}
