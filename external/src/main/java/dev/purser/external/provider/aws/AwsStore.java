package dev.purser.external.provider.aws;

import dev.purser.external.provider.ProviderException;
import dev.purser.external.provider.ProviderException.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/// What a store says of itself (`spec.provider.aws`).
///
/// @param region such as `eu-central-1`
/// @param roles assumed one after the other
/// @param prefix put before every key
/// @param auth says where the credentials are
record AwsStore(Service service, String region, Roles roles, String prefix, JsonNode auth) {
    /// A region becomes part of a host's name.
    private static final Pattern REGION = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

    /// Which of AWS' services keeps the secrets.
    enum Service {
        SECRETS_MANAGER,
        PARAMETER_STORE
    }

    /// Roles that a store takes on.
    ///
    /// @param before assumed in this order, before the role itself
    /// @param role empty for none
    /// @param externalId what the role's trust policy wants to hear; empty for none
    /// @param tags of the role's session
    /// @param transitiveTags names of tags that go on to further sessions
    record Roles(
            List<String> before,
            String role,
            String externalId,
            Map<String, String> tags,
            List<String> transitiveTags) {}

    static AwsStore of(JsonNode spec) throws ProviderException {
        String region = spec.path("region").asString("");
        if (!REGION.matcher(region).matches()) {
            throw new ProviderException(
                    Kind.BAD_CONFIGURATION, "'" + region + "' is no region of AWS");
        }
        return new AwsStore(
                service(spec.path("service").asString("")),
                region,
                roles(spec),
                spec.path("prefix").asString(""),
                spec.path("auth"));
    }

    private static Service service(String name) throws ProviderException {
        return switch (name) {
            case "SecretsManager" -> Service.SECRETS_MANAGER;
            case "ParameterStore" -> Service.PARAMETER_STORE;
            default ->
                    throw new ProviderException(
                            Kind.BAD_CONFIGURATION,
                            "the service '"
                                    + name
                                    + "' of AWS is not supported, but SecretsManager and"
                                    + " ParameterStore are");
        };
    }

    private static Roles roles(JsonNode spec) throws ProviderException {
        String tagging = spec.path("sessionTagsPolicy").asString("None");
        if (!tagging.equals("None")) {
            throw new ProviderException(
                    Kind.BAD_CONFIGURATION,
                    "sessionTagsPolicy "
                            + tagging
                            + " is not supported: all users of a store share one session; name"
                            + " sessionTags instead");
        }
        Map<String, String> tags = new LinkedHashMap<>();
        for (JsonNode tag : spec.path("sessionTags")) {
            tags.put(tag.path("key").asString(""), tag.path("value").asString(""));
        }
        return new Roles(
                texts(spec.path("additionalRoles")),
                spec.path("role").asString(""),
                spec.path("externalID").asString(""),
                tags,
                texts(spec.path("transitiveTagKeys")));
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(element -> texts.add(element.asString("")));
        return List.copyOf(texts);
    }
}
