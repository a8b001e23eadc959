package dev.purser.node.agent;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/// An image made of this machine's static busybox, as an archive.
final class TestImage {
    static final String NAME = "docker.io/test/busybox:1";
    private static final List<String> TOOLS =
            List.of("sh", "sleep", "cat", "test", "env", "id", "ln", "tr", "grep");

    private TestImage() {}

    /// Writes the archive into the directory with this machine's `tar`.
    static Path write(Path directory) throws IOException, InterruptedException {
        Path root = Files.createDirectories(directory.resolve("root"));
        Path bin = Files.createDirectories(root.resolve("bin"));
        Files.createDirectories(root.resolve("tmp"));
        Path data = Files.createDirectories(root.resolve("data"));
        Files.writeString(data.resolve("hello"), "hello from the image\n");
        Files.copy(Path.of("/bin/busybox"), bin.resolve("busybox"));
        for (String tool : TOOLS) {
            Files.createSymbolicLink(bin.resolve(tool), Path.of("busybox"));
        }
        Path archive = Files.createDirectories(directory.resolve("archive"));
        run("tar", "-C", root.toString(), "-cf", archive.resolve("layer.tar").toString(), ".");
        String config =
                """
                {"architecture":"amd64","os":"linux","config":{"Env":["PATH=/bin"]},
                "rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}
                """
                        .formatted(sha256(Files.readAllBytes(archive.resolve("layer.tar"))));
        Files.writeString(archive.resolve("config.json"), config);
        Files.writeString(
                archive.resolve("manifest.json"),
                """
                [{"Config":"config.json","RepoTags":["%s"],"Layers":["layer.tar"]}]
                """
                        .formatted(NAME));
        Path image = directory.resolve("image.tar");
        run(
                "tar",
                "-C",
                archive.toString(),
                "-cf",
                image.toString(),
                "config.json",
                "layer.tar",
                "manifest.json");
        return image;
    }

    private static void run(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        process.getInputStream().transferTo(output);
        if (process.waitFor() != 0) {
            throw new IOException(output.toString(StandardCharsets.UTF_8));
        }
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
