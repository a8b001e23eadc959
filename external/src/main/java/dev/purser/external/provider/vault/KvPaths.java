package dev.purser.external.provider.vault;

import dev.purser.api.status.GoQuoted;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Where the engine keeps a key. Keys are written with or without the mount, and those of version 2
/// with or without the `data` that its paths have.
///
/// @param mount where the engine is mounted; if it is not given, every key begins with its mount
record KvPaths(Optional<String> mount, KvVersion version) {
    private static final String DATA = "data";
    private static final String METADATA = "metadata";

    /// Where a value is.
    String data(String key) throws ProviderException {
        return path(key, DATA);
    }

    /// Where what is known of a value is, and where the keys of a folder are listed.
    String metadata(String key) throws ProviderException {
        return path(key, METADATA);
    }

    private String path(String key, String branch) throws ProviderException {
        List<String> segments = segments(key);
        return mount.isPresent()
                ? joined(ofMount(mount.get()), below(segments), branch)
                : withoutMount(segments, branch);
    }

    private String withoutMount(List<String> segments, String branch) throws ProviderException {
        if (version == KvVersion.V1) {
            return String.join("/", segments);
        }
        if (segments.isEmpty()) {
            throw new ProviderException(
                    Kind.UNSUPPORTED,
                    "the store names no mount (path), so keys and find.path must begin with one");
        }
        int data = segments.indexOf(DATA);
        int ofMount = data > 0 ? data : 1;
        int behind = data > 0 ? data + 1 : 1;
        return joined(
                segments.subList(0, ofMount), segments.subList(behind, segments.size()), branch);
    }

    /// The key without the mount and `data`, if it begins with them.
    private List<String> below(List<String> segments) throws ProviderException {
        List<String> prefix = ofMount(mount.orElseThrow());
        int size = prefix.size();
        if (segments.size() <= size || !segments.subList(0, size).equals(prefix)) {
            return segments;
        }
        boolean data =
                version == KvVersion.V2
                        && segments.size() > size + 1
                        && segments.get(size).equals(DATA);
        return segments.subList(data ? size + 1 : size, segments.size());
    }

    private String joined(List<String> mount, List<String> key, String branch) {
        Stream<String> middle = version == KvVersion.V2 ? Stream.of(branch) : Stream.empty();
        return Stream.of(mount.stream(), middle, key.stream())
                .flatMap(part -> part)
                .collect(Collectors.joining("/"));
    }

    /// The mount itself, which may be written with the `data` of version 2.
    private List<String> ofMount(String mount) throws ProviderException {
        List<String> segments = segments(mount);
        boolean data =
                version == KvVersion.V2 && segments.size() > 1 && segments.getLast().equals(DATA);
        return data ? segments.subList(0, segments.size() - 1) : segments;
    }

    private static List<String> segments(String path) throws ProviderException {
        List<String> segments =
                Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList();
        if (segments.contains("..") || segments.contains(".")) {
            throw new ProviderException(
                    Kind.UNSUPPORTED, "a path of Vault has neither \".\" nor \"..\": " + path);
        }
        // Vault answers others in a way that tells nobody why.
        if (!path.codePoints().allMatch(GoQuoted::isPrintable)) {
            throw new ProviderException(
                    Kind.UNSUPPORTED,
                    "a path of Vault has no line breaks and no other characters that cannot be printed");
        }
        return segments;
    }
}
