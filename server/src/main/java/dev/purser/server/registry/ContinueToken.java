package dev.purser.server.registry;

import dev.purser.api.status.StatusErrors;
import java.util.Base64;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// Where a list goes on: in Kubernetes' own form, so that clients that peek find what they know.
///
/// @param revision the version that all pages of the list share
/// @param afterKey the last key of the page before, without the list's prefix
record ContinueToken(long revision, String afterKey) {
    private static final String FORM = "meta.k8s.io/v1";

    static ContinueToken parse(String token) {
        try {
            JsonNode json = JsonMapper.shared().readTree(Base64.getUrlDecoder().decode(token));
            String start = json.path("start").asString("");
            long revision = json.path("rv").asLong(0);
            boolean valid =
                    json.path("v").asString("").equals(FORM)
                            && start.endsWith("\0")
                            && !start.contains("..")
                            && revision > 0;
            if (valid) {
                return new ContinueToken(revision, start.substring(0, start.length() - 1));
            }
        } catch (IllegalArgumentException | JacksonException e) {
            throw invalid();
        }
        throw invalid();
    }

    private static RuntimeException invalid() {
        return StatusErrors.badRequest("continue key is not valid");
    }

    @Override
    public String toString() {
        byte[] json =
                JsonMapper.shared()
                        .writeValueAsBytes(
                                JsonNodeFactory.instance
                                        .objectNode()
                                        .put("v", FORM)
                                        .put("rv", revision)
                                        .put("start", afterKey + "\0"));
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json);
    }
}
