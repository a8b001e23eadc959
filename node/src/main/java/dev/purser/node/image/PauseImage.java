package dev.purser.node.image;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The image that every pod's sandbox runs, as an archive to be loaded.
public final class PauseImage {
    /// The name under which containerd looks for it. The number grows when the content changes.
    public static final String NAME = "purser.dev/pause:1";

    private static final int EXECUTABLE = 0755;
    private static final int READABLE = 0644;

    private PauseImage() {}

    /// An archive of the format of `docker save`.
    ///
    /// @param osArch the machine, as Java's property `os.arch` names it
    /// @throws IllegalArgumentException when the machine is not supported
    public static byte[] archive(String osArch) {
        PauseProgram program = PauseProgram.forMachine(osArch);
        byte[] layer = new TarArchive().add("pause", EXECUTABLE, program.toElf()).toBytes();
        byte[] config = config(program, sha256(layer));
        String configName = sha256(config) + ".json";
        return new TarArchive()
                .add(configName, READABLE, config)
                .add("layer.tar", READABLE, layer)
                .add("manifest.json", READABLE, manifest(configName))
                .toBytes();
    }

    private static byte[] config(PauseProgram program, String layerDigest) {
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        config.put("architecture", program.architecture()).put("os", "linux");
        config.putObject("config").putArray("Entrypoint").add("/pause");
        ObjectNode layers = config.putObject("rootfs").put("type", "layers");
        layers.putArray("diff_ids").add("sha256:" + layerDigest);
        config.putArray("history").addObject().put("created", "1970-01-01T00:00:00Z");
        return utf8(config.toString());
    }

    private static byte[] manifest(String configName) {
        var manifest = JsonNodeFactory.instance.arrayNode();
        ObjectNode image = manifest.addObject().put("Config", configName);
        image.putArray("RepoTags").add(NAME);
        image.putArray("Layers").add("layer.tar");
        return utf8(manifest.toString());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
