package dev.purser.external.provider.azure;

import dev.purser.external.provider.Payload;
import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import dev.purser.external.provider.json.JsonSecret;
import dev.purser.external.secret.SecretValue;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a vault knows of an object besides its value: its tags, and when it was made, changed, and
/// is good for.
final class VaultMetadata {
    private final String subject;
    private final String name;
    private final SortedMap<String, String> entries = new TreeMap<>();

    VaultMetadata(VaultObject object, @Nullable Map<String, String> tags) {
        this.subject = object.subject();
        this.name = object.name();
        if (tags != null) {
            entries.putAll(tags);
        }
    }

    /// Adds a time.
    ///
    /// @param time null if the vault knows none
    VaultMetadata with(String attribute, @Nullable OffsetDateTime time) {
        if (time != null) {
            entries.put(
                    "attribute." + attribute,
                    time.withOffsetSameInstant(ZoneOffset.UTC)
                            .truncatedTo(ChronoUnit.SECONDS)
                            .format(DateTimeFormatter.ISO_OFFSET_DATE_TIME));
        }
        return this;
    }

    /// All as JSON, or one entry, or what is within an entry that is JSON.
    SecretValue secret(String property) throws ProviderException {
        if (property.isEmpty() || entries.containsKey(property)) {
            return Payload.ofTags(subject, entries).secret(property);
        }
        int dot = property.indexOf('.');
        String entry = dot > 0 ? entries.get(property.substring(0, dot)) : null;
        if (entry != null) {
            return new Payload("the tag of " + subject, SecretValue.of(entry))
                    .secret(property.substring(dot + 1));
        }
        throw new ProviderException(Kind.NOT_FOUND, subject + " has no tag '" + property + "'");
    }

    /// All entries by `NAME_TAG`, and those of a tag that is JSON by `NAME_TAG_MEMBER`, as External
    /// Secrets Operator names them.
    Map<String, SecretValue> properties(String property) throws ProviderException {
        if (!property.isEmpty()) {
            return Map.of(name + "_" + property, secret(property));
        }
        SortedMap<String, SecretValue> all = new TreeMap<>();
        entries.forEach((tag, text) -> addTo(all, name + "_" + tag, SecretValue.of(text)));
        return all;
    }

    private static void addTo(Map<String, SecretValue> all, String key, SecretValue value) {
        Optional<Map<String, SecretValue>> members =
                JsonSecret.parse(value).flatMap(JsonSecret::properties);
        if (members.isEmpty()) {
            all.put(key, value);
        } else {
            members.get().forEach((member, part) -> all.put(key + "_" + member, part));
        }
    }
}
