package dev.purser.server;

import dev.purser.client.Api;
import dev.purser.server.request.Identity;

class InProcessApiContractTests extends ServedApiContract {
    @Override
    protected Api newApi() {
        return newServer().api(Identity.of("tester", Identity.MASTERS));
    }
}
