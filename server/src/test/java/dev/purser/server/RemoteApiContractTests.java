package dev.purser.server;

import dev.purser.client.Api;
import dev.purser.client.remote.Connection;
import dev.purser.client.remote.Credential;
import dev.purser.client.remote.RemoteApi;

class RemoteApiContractTests extends ServedApiContract {
    @Override
    protected Api newApi() {
        TestingApiServer server = newServer();
        Connection connection =
                new Connection(
                        server.uri(),
                        server.pki().authorityPem(),
                        Credential.bearer(TestingApiServer.ADMIN_TOKEN));
        return closing(new RemoteApi(connection));
    }
}
