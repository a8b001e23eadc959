package dev.purser.client.remote;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import tools.jackson.databind.JsonNode;

/// Reads the current context of a kubeconfig: the cluster's address and CA, and the user's client
/// certificate or token, inline or in files beside it.
public final class Kubeconfig {
    private final JsonNode json;
    private final Path directory;

    private Kubeconfig(JsonNode json, Path directory) {
        this.json = json;
        this.directory = directory;
    }

    /// The connection that a kubeconfig's current context describes.
    ///
    /// @param json the kubeconfig as a tree; it is YAML on disk, which is the caller's to read
    /// @param directory what relative file names in it start from
    /// @throws IOException when a file that it names cannot be read
    /// @throws IllegalArgumentException when it makes no sense
    public static Connection read(JsonNode json, Path directory) throws IOException {
        return new Kubeconfig(json, directory).connection();
    }

    private Connection connection() throws IOException {
        JsonNode context = named("contexts", json.path("current-context").asString(""));
        JsonNode cluster =
                named("clusters", context.path("context").path("cluster").asString(""))
                        .path("cluster");
        JsonNode user =
                named("users", context.path("context").path("user").asString("")).path("user");
        return new Connection(
                URI.create(cluster.path("server").asString("")),
                text(cluster, "certificate-authority"),
                credential(user));
    }

    private JsonNode named(String list, String name) {
        for (JsonNode entry : json.path(list)) {
            if (entry.path("name").asString("").equals(name)) {
                return entry;
            }
        }
        throw new IllegalArgumentException(
                "kubeconfig has no \"%s\" among its %s".formatted(name, list));
    }

    private Credential credential(JsonNode user) throws IOException {
        String certificate = text(user, "client-certificate");
        if (!certificate.isEmpty()) {
            return Credential.clientCertificate(certificate, text(user, "client-key"));
        }
        String token = user.path("token").asString("");
        if (token.isEmpty() && user.path("tokenFile").isString()) {
            token = Files.readString(file(user.path("tokenFile").asString(""))).strip();
        }
        return token.isEmpty() ? Credential.anonymous() : Credential.bearer(token);
    }

    /// The text of a field that may be inline (`NAME-data`, base64) or in a file (`NAME`).
    private String text(JsonNode node, String field) throws IOException {
        String data = node.path(field + "-data").asString("");
        if (!data.isEmpty()) {
            return new String(Base64.getMimeDecoder().decode(data), StandardCharsets.UTF_8);
        }
        String name = node.path(field).asString("");
        return name.isEmpty() ? "" : Files.readString(file(name));
    }

    private Path file(String name) {
        return directory.resolve(name);
    }
}
