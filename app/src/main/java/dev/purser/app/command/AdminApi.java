package dev.purser.app.command;

import dev.purser.app.data.DataDirectory;
import dev.purser.client.Api;
import dev.purser.client.remote.Kubeconfig;
import dev.purser.client.remote.RemoteApi;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The API of a running Purser, by the kubeconfig that lies in its data directory.
final class AdminApi implements AutoCloseable {
    private final RemoteApi remote;

    private AdminApi(RemoteApi remote) {
        this.remote = remote;
    }

    static AdminApi of(DataDirectory directory) throws IOException {
        Path file = directory.adminKubeconfig();
        Object yaml =
                new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
        JsonNode json = JsonMapper.shared().valueToTree(yaml);
        return new AdminApi(new RemoteApi(Kubeconfig.read(json, directory.root())));
    }

    Api api() {
        return remote;
    }

    /// How encryption stands.
    ObjectNode encryption() {
        return remote.document("GET", "/purser/v1/encryption");
    }

    /// Begins a rotation of keys, or finds one under way.
    ///
    /// @param oldKeys `keep` or `forget`
    ObjectNode rotate(String oldKeys) {
        return remote.document("POST", "/purser/v1/encryption/rotate?oldKeys=" + oldKeys);
    }

    /// Whether external secrets are kept.
    ObjectNode externalSecrets() {
        return remote.document("GET", "/purser/v1/external-secrets");
    }

    @Override
    public void close() {
        remote.close();
    }
}
