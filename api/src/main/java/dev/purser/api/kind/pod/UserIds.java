package dev.purser.api.kind.pod;

import dev.purser.api.validation.Spot;

/// Checks numbers of users and groups.
final class UserIds {
    private UserIds() {}

    /// An absent number has nothing wrong.
    static void validate(Spot id) {
        if (id.number() < 0 || id.number() > Integer.MAX_VALUE) {
            id.invalidNumber("must be between 0 and 2147483647, inclusive");
        }
    }
}
