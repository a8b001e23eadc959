package dev.purser.server.registry;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.JsonText;
import dev.purser.api.status.StatusErrors;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;

/// Where a list goes on: in Kubernetes' own form, so that clients that peek find what they know.
///
/// @param revision the version that all pages of the list share; negative for whatever is newest
/// @param afterKey the last key of the page before, without the list's prefix
record ContinueToken(long revision, String afterKey) {
    static final long NEWEST = -1;

    private static final String FORM = "meta.k8s.io/v1";

    /// @throws dev.purser.api.status.StatusException 400 with Kubernetes' text
    static ContinueToken parse(String token) {
        JsonNode json = decode(token);
        String form = json.path("v").asString("");
        if (!form.equals(FORM)) {
            throw invalid(": server does not recognize this encoded version " + form);
        }
        String start = json.path("start").asString("");
        long revision = json.path("rv").asLong(0);
        if (revision == 0) {
            throw invalid(": incorrect encoded start resourceVersion (version " + FORM + ")");
        }
        if (start.isEmpty()) {
            throw invalid(": encoded start key empty (version " + FORM + ")");
        }
        List<String> steps = Arrays.asList(start.split("/", -1));
        if (steps.contains("") || steps.contains(".") || steps.contains("..")) {
            throw invalid(": " + start);
        }
        boolean behind = start.endsWith("\0");
        return new ContinueToken(
                revision, behind ? start.substring(0, start.length() - 1) : before(start));
    }

    /// The greatest key in front of one at which, and not behind which, a list is to go on.
    private static String before(String start) {
        char last = start.charAt(start.length() - 1);
        return start.substring(0, start.length() - 1) + (char) (last - 1) + Character.MAX_VALUE;
    }

    private static JsonNode decode(String token) {
        byte[] json;
        try {
            json = Base64.getUrlDecoder().decode(token);
        } catch (IllegalArgumentException e) {
            throw invalid(": illegal base64 data at input byte " + firstBadByte(token));
        }
        try {
            return new JsonText().parse(json);
        } catch (DecodingException e) {
            throw invalid(": " + e.getMessage());
        }
    }

    private static int firstBadByte(String token) {
        int at = 0;
        while (at < token.length()
                && (Character.isLetterOrDigit(token.charAt(at))
                        || "-_".indexOf(token.charAt(at)) >= 0)) {
            at++;
        }
        return at < token.length() ? at : token.length() / 4 * 4;
    }

    private static RuntimeException invalid(String why) {
        return StatusErrors.badRequest("invalid continue token: continue key is not valid" + why);
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
