package dev.purser.server.authn;

import dev.purser.api.validation.Names;
import dev.purser.server.authn.token.ServiceAccountNames;
import java.util.Optional;

/// A service account as the name of its user tells it.
record AccountUser(String namespace, String name) {
    /// Empty for the names of other users, also of those that look like a service account's and
    /// cannot be one.
    static Optional<AccountUser> parse(String user) {
        if (!user.startsWith(ServiceAccountNames.PREFIX)) {
            return Optional.empty();
        }
        String[] parts = user.substring(ServiceAccountNames.PREFIX.length()).split(":", -1);
        boolean isOne =
                parts.length == 2
                        && Names.labelErrors(parts[0]).isEmpty()
                        && Names.subdomainErrors(parts[1]).isEmpty();
        return isOne ? Optional.of(new AccountUser(parts[0], parts[1])) : Optional.empty();
    }
}
