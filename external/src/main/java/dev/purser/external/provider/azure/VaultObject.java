package dev.purser.external.provider.azure;

import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.RemoteKey;
import java.util.regex.Pattern;

/// What of a vault a key names: `secret/NAME`, `key/NAME`, `cert/NAME`, or a secret by its name
/// alone.
///
/// @param version empty for the newest
record VaultObject(Type type, String name, String version) {
    private static final Pattern NAME = Pattern.compile("[0-9a-zA-Z-]{1,127}");
    private static final Pattern VERSION = Pattern.compile("[0-9a-zA-Z]{0,64}");

    /// The kinds of objects that a vault keeps.
    enum Type {
        SECRET,
        KEY,
        CERTIFICATE
    }

    /// Names become parts of addresses, and so are looked at.
    static VaultObject of(RemoteKey key) throws ProviderException {
        int slash = key.key().indexOf('/');
        String name = key.key().substring(slash + 1);
        if (!NAME.matcher(name).matches()) {
            throw new ProviderException(
                    Kind.BAD_VALUE,
                    "'"
                            + key.key()
                            + "' names nothing in Key Vault: names are letters, digits and dashes");
        }
        if (!VERSION.matcher(key.version()).matches()) {
            throw new ProviderException(
                    Kind.BAD_VALUE, "'" + key.version() + "' is no version in Key Vault");
        }
        return new VaultObject(
                slash < 0 ? Type.SECRET : type(key.key().substring(0, slash)), name, key.version());
    }

    private static Type type(String prefix) throws ProviderException {
        return switch (prefix) {
            case "secret" -> Type.SECRET;
            case "key" -> Type.KEY;
            case "cert" -> Type.CERTIFICATE;
            default ->
                    throw new ProviderException(
                            Kind.BAD_VALUE,
                            "Key Vault has no objects of the type '"
                                    + prefix
                                    + "', but of secret, key and cert");
        };
    }

    /// For messages.
    String subject() {
        String what =
                switch (type) {
                    case SECRET -> "secret";
                    case KEY -> "key";
                    case CERTIFICATE -> "certificate";
                };
        return what + " '" + name + "'" + (version.isEmpty() ? "" : " in version " + version);
    }
}
