package dev.purser.app.manifest;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.YamlReader;
import dev.purser.api.meta.KubeObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads the objects of a YAML or JSON file, or of all such files in a directory, in the order of
/// their names. What others need comes first, though: namespaces, then definitions of kinds.
///
/// A directory that holds no manifests itself but a folder `base`, as Kustomize lays things out,
/// stands for that folder. Kustomize's own files are passed over.
public final class ManifestFiles {
    private static final Pattern DOCUMENT_SEPARATOR = Pattern.compile("(?m)^---.*$");
    private static final List<String> FIRST_KINDS =
            List.of("Namespace", "CustomResourceDefinition");

    private ManifestFiles() {}

    public static List<KubeObject> read(Path path) {
        if (!Files.exists(path)) {
            throw new ManifestException(path + " does not exist");
        }
        List<KubeObject> objects = new ArrayList<>();
        for (Path file : Files.isDirectory(path) ? inDirectory(path) : List.of(path)) {
            objects.addAll(inFile(file));
        }
        if (objects.isEmpty()) {
            throw new ManifestException("there are no manifests in " + path);
        }
        objects.sort(Comparator.comparingInt(ManifestFiles::rank));
        return objects;
    }

    private static int rank(KubeObject object) {
        int index = FIRST_KINDS.indexOf(object.kind());
        return index < 0 ? FIRST_KINDS.size() : index;
    }

    private static List<Path> inDirectory(Path directory) {
        List<Path> files = manifests(directory);
        Path base = directory.resolve("base");
        return files.isEmpty() && Files.isDirectory(base) ? manifests(base) : files;
    }

    private static List<Path> manifests(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> file.getFileName().toString().matches(".*\\.(ya?ml|json)"))
                    .filter(file -> !file.getFileName().toString().matches("kustomization\\.ya?ml"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new ManifestException("cannot read " + directory + ": " + e.getMessage(), e);
        }
    }

    private static List<KubeObject> inFile(Path file) {
        List<KubeObject> objects = new ArrayList<>();
        try {
            for (String document : DOCUMENT_SEPARATOR.split(Files.readString(file))) {
                collect(
                        file,
                        YamlReader.read(document.getBytes(StandardCharsets.UTF_8)).json(),
                        objects);
            }
        } catch (IOException e) {
            throw new ManifestException("cannot read " + file + ": " + e.getMessage(), e);
        } catch (DecodingException e) {
            throw new ManifestException(file + " is not YAML: " + e.getMessage(), e);
        }
        return objects;
    }

    private static void collect(Path file, JsonNode json, List<KubeObject> objects) {
        if (json.isNull()) {
            return; // an empty document, such as before a leading ---
        }
        if (!(json instanceof ObjectNode object)
                || !json.path("kind").isString()
                || !json.path("apiVersion").isString()) {
            throw new ManifestException(file + " has a document without apiVersion and kind");
        }
        if (json.path("items").isArray() && json.path("kind").asString().endsWith("List")) {
            json.path("items").forEach(item -> collect(file, item, objects));
        } else {
            objects.add(KubeObject.of(object));
        }
    }
}
