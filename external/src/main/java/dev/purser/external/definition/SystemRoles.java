package dev.purser.external.definition;

import dev.purser.api.meta.KubeObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The roles that come with the kinds: what the controllers may do, and what the roles `view`,
/// `edit` and `admin` gain.
public final class SystemRoles {
    /// The service account of `kube-system` that the controllers act as.
    public static final String SERVICE_ACCOUNT = "external-secrets";

    private static final String FILE = "roles.json";

    private SystemRoles() {}

    /// Roles, then bindings.
    public static List<KubeObject> objects() {
        List<KubeObject> result = new ArrayList<>();
        try (InputStream in =
                Objects.requireNonNull(SystemRoles.class.getResourceAsStream(FILE), FILE)) {
            for (JsonNode object : JsonMapper.shared().readTree(in)) {
                result.add(KubeObject.of((ObjectNode) object));
            }
            return result;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
