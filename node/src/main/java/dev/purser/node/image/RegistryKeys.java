package dev.purser.node.image;

import dev.purser.node.cri.RegistryCredential;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The credentials of `imagePullSecrets` by the registries and paths they are for, as kubelet reads
/// and chooses them. Not thread-safe.
public final class RegistryKeys {
    private static final Logger LOG = LoggerFactory.getLogger(RegistryKeys.class);
    private static final String DEFAULT_REGISTRY = "index.docker.io";

    /// More exact places first.
    private final Map<String, List<RegistryCredential>> keys =
            new TreeMap<>(Comparator.reverseOrder());

    /// Adds what a Secret of type `kubernetes.io/dockerconfigjson` holds.
    public void addConfigJson(String json) {
        add(parsed(json).path("auths"));
    }

    /// Adds what a Secret of type `kubernetes.io/dockercfg` holds.
    public void addConfig(String json) {
        add(parsed(json));
    }

    private static JsonNode parsed(String json) {
        try {
            return JsonMapper.shared().readTree(json);
        } catch (JacksonException e) {
            // The text is secret, and so is what the parser says about it.
            LOG.warn("A pull secret is no JSON");
            return JsonMapper.shared().createObjectNode();
        }
    }

    private void add(JsonNode entries) {
        for (Map.Entry<String, JsonNode> entry : entries.properties()) {
            String place = place(entry.getKey());
            RegistryCredential credential = credential(entry.getValue());
            if (place != null && credential != null) {
                keys.computeIfAbsent(place, _ -> new ArrayList<>()).add(credential);
            }
        }
    }

    private static @Nullable String place(String registry) {
        String url = registry.matches("https?://.*") ? registry : "https://" + registry;
        try {
            URI uri = URI.create(url.replace("*", "_star_"));
            String path = uri.getPath().replaceFirst("^/v[12]/", "/");
            String host = String.valueOf(uri.getRawAuthority()).replace("_star_", "*");
            return path.isEmpty() || path.equals("/") ? host : host + path;
        } catch (IllegalArgumentException e) {
            LOG.warn("A pull secret is for a registry whose name cannot be read");
            return null;
        }
    }

    private static @Nullable RegistryCredential credential(JsonNode entry) {
        String auth = entry.path("auth").asString("");
        if (auth.isEmpty()) {
            return new RegistryCredential(
                    entry.path("username").asString(""), entry.path("password").asString(""));
        }
        try {
            String both =
                    new String(Base64.getDecoder().decode(auth.strip()), StandardCharsets.UTF_8);
            int colon = both.indexOf(':');
            return colon < 0
                    ? null
                    : new RegistryCredential(both.substring(0, colon), both.substring(colon + 1));
        } catch (IllegalArgumentException e) {
            LOG.warn("A pull secret has a credential that is not base64");
            return null;
        }
    }

    /// The credentials for an image, those of more exact places first.
    public List<RegistryCredential> of(String image) {
        String name = name(image);
        List<RegistryCredential> found = new ArrayList<>();
        keys.forEach((place, credentials) -> {
            if (matches(place, name)) {
                found.addAll(credentials);
            }
        });
        return found.isEmpty() && name.startsWith("docker.io/")
                ? Optional.ofNullable(keys.get(DEFAULT_REGISTRY)).orElse(List.of())
                : found;
    }

    /// The image with its registry, without tag and digest.
    private static String name(String image) {
        String bare = image.replaceFirst("@.*$", "").replaceFirst(":[^/:]*$", "");
        int slash = bare.indexOf('/');
        String first = slash < 0 ? "" : bare.substring(0, slash);
        boolean hasRegistry =
                first.contains(".") || first.contains(":") || first.equals("localhost");
        if (hasRegistry) {
            return bare.replaceFirst("^index\\.docker\\.io/", "docker.io/");
        }
        return slash < 0 ? "docker.io/library/" + bare : "docker.io/" + bare;
    }

    /// Whether each label of the host matches, the port is the same, and the path begins so.
    private static boolean matches(String place, String image) {
        String[] wanted = split(place);
        String[] actual = split(image);
        String[] wantedHost = wanted[0].split(":", 2);
        String[] actualHost = actual[0].split(":", 2);
        String[] labels = wantedHost[0].split("\\.");
        String[] actualLabels = actualHost[0].split("\\.");
        boolean samePort =
                (wantedHost.length > 1 ? wantedHost[1] : "")
                        .equals(actualHost.length > 1 ? actualHost[1] : "");
        if (!samePort || labels.length != actualLabels.length || !actual[1].startsWith(wanted[1])) {
            return false;
        }
        for (int i = 0; i < labels.length; i++) {
            String pattern = Pattern.quote(labels[i]).replace("*", "\\E[^.]*\\Q");
            if (!actualLabels[i].matches(pattern)) {
                return false;
            }
        }
        return true;
    }

    private static String[] split(String name) {
        int slash = name.indexOf('/');
        return slash < 0
                ? new String[] {name, ""}
                : new String[] {name.substring(0, slash), name.substring(slash)};
    }
}
