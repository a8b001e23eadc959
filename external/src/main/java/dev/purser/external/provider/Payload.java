package dev.purser.external.provider;

import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.json.JsonSecret;
import dev.purser.external.secret.SecretValue;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/// What a provider keeps under a key, for providers to whom it is nothing but bytes: those who use
/// it may take it as JSON.
///
/// @param subject names the key in messages, such as `secret 'db'`
/// @param value all of it
public record Payload(String subject, SecretValue value) {
    /// Tags, or whatever else is known of a key.
    public static Payload ofTags(String subject, SortedMap<String, String> tags) {
        return new Payload("the metadata of " + subject, JsonSecret.of(tags).value());
    }

    /// All of the value, or one property of it.
    ///
    /// @param property empty for all
    /// @throws ProviderException of the kind `NOT_FOUND` when there is no such property, and
    ///   `BAD_VALUE` when the value is no JSON
    public SecretValue secret(String property) throws ProviderException {
        if (property.isEmpty()) {
            return value;
        }
        Optional<SecretValue> found = json().property(property);
        if (found.isEmpty()) {
            throw new ProviderException(
                    Kind.NOT_FOUND, subject + " has no property '" + property + "'");
        }
        return found.get();
    }

    /// The members of the value or of one property of it.
    ///
    /// @param property empty for all
    /// @throws ProviderException of the kind `NOT_FOUND` when there is no such property, and
    ///   `BAD_VALUE` when it is no object
    public Map<String, SecretValue> properties(String property) throws ProviderException {
        JsonSecret whole =
                property.isEmpty()
                        ? json()
                        : JsonSecret.parse(secret(property)).orElseThrow(() -> noObject(property));
        Optional<Map<String, SecretValue>> members = whole.properties();
        if (members.isEmpty()) {
            throw noObject(property);
        }
        return members.get();
    }

    private JsonSecret json() throws ProviderException {
        return JsonSecret.parse(value)
                .orElseThrow(() -> new ProviderException(Kind.BAD_VALUE, subject + " is no JSON"));
    }

    private ProviderException noObject(String property) {
        String what = property.isEmpty() ? subject : "property '" + property + "' of " + subject;
        return new ProviderException(Kind.BAD_VALUE, what + " is no JSON object");
    }
}
