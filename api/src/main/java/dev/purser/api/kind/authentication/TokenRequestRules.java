package dev.purser.api.kind.authentication;

import dev.purser.api.kind.KindRules;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;

/// `TokenRequest`: a token is for an hour unless the request says otherwise.
final class TokenRequestRules implements KindRules {
    private static final int DEFAULT_SECONDS = 3600;

    @Override
    public void setDefaults(KubeObject request) {
        Trees.setDefault(request.spec(), "expirationSeconds", DEFAULT_SECONDS);
    }
}
