package dev.purser.api.extension;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a value is made of.
///
/// @param properties the named members, in alphabetical order
/// @param items the schema of a list's items
/// @param itemsByPlace schemas of a list's items one by one, which Kubernetes refuses
/// @param additional the schema of members that are not named
/// @param others what is said about members that are not named
/// @param required names of members that must be there
public record Structure(
        Map<String, JsonSchema> properties,
        @Nullable JsonSchema items,
        List<JsonSchema> itemsByPlace,
        @Nullable JsonSchema additional,
        Others others,
        List<String> required) {

    /// What `additionalProperties` says.
    public enum Others {
        /// Nothing.
        UNSPECIFIED,
        /// They may be there, perhaps with a schema.
        ALLOWED,
        /// They may not be there.
        FORBIDDEN
    }
}
