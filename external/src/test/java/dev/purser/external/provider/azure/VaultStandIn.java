package dev.purser.external.provider.azure;

import dev.purser.external.provider.azure.AzureStandIn.Answer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A vault: wants a token of Entra ID, knows versions and tags, and gives lists in pages.
final class VaultStandIn {
    private static final int PAGE = 25;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final EntraStandIn entra;
    private final String address;
    private final Map<String, List<ObjectNode>> objects = new TreeMap<>();
    private final Map<String, Map<String, String>> tags = new TreeMap<>();
    private final Set<String> readers = new HashSet<>();
    private String resource = "https://vault.azure.net";
    private Answer failure = Answer.of(0, "");
    private int versions;

    VaultStandIn(EntraStandIn entra, String address) {
        this.entra = entra;
        this.address = address;
    }

    /// Lets an application read.
    synchronized void reader(String client) {
        readers.add(client);
    }

    /// Whom tokens are said to be for.
    synchronized void resource(String other) {
        resource = other;
    }

    /// Answers those whom it knows so from now on.
    synchronized void fail(Answer answer) {
        failure = answer;
    }

    /// Puts a version of an object.
    ///
    /// @param path such as `secrets/db`
    /// @return the version
    synchronized String put(String path, ObjectNode object) {
        String version = "%032x".formatted(++versions);
        object.put("id", address + "/" + path + "/" + version);
        if (!object.has("attributes")) {
            object.putObject("attributes").put("enabled", true).put("created", 1767225600);
        }
        objects.computeIfAbsent(path, _ -> new ArrayList<>()).add(object);
        return version;
    }

    synchronized void tag(String path, Map<String, String> all) {
        tags.put(path, Map.copyOf(all));
    }

    synchronized void delete(String path) {
        objects.remove(path);
        tags.remove(path);
    }

    synchronized Answer answer(String path, String query, String authorization) {
        if (query == null || !query.contains("api-version=")) {
            return error(400, "BadParameter", "api-version is missing", "");
        }
        String token = authorization == null ? "" : authorization.replaceFirst("^Bearer ", "");
        String caller = entra.owner(token);
        if (caller.isEmpty()) {
            return new Answer(
                    401,
                    "{\"error\":{\"code\":\"Unauthorized\",\"message\":\"AKV10000: Request is missing a Bearer or PoP token.\"}}",
                    Map.of(
                            "WWW-Authenticate",
                            "Bearer authorization=\"https://login.microsoftonline.com/%s\", resource=\"%s\""
                                    .formatted(EntraStandIn.TENANT, resource)));
        }
        if (failure.status() != 0) {
            return failure;
        }
        if (!readers.contains(caller)) {
            return error(
                    403,
                    "Forbidden",
                    "Caller is not authorized to perform action.",
                    "ForbiddenByRbac");
        }
        return path.equals("/secrets") ? page(query) : object(path.substring(1));
    }

    private Answer object(String path) {
        String[] parts = path.split("/");
        List<ObjectNode> all = objects.getOrDefault(parts[0] + "/" + parts[1], List.of());
        String version = parts.length > 2 ? parts[2] : "";
        List<ObjectNode> fitting =
                all.stream().filter(one -> one.path("id").asString().endsWith(version)).toList();
        if (fitting.isEmpty()) {
            return error(404, "SecretNotFound", "A secret was not found in this key vault.", "");
        }
        return Answer.of(
                200, tagged(fitting.getLast().deepCopy(), parts[0] + "/" + parts[1]).toString());
    }

    private ObjectNode tagged(ObjectNode object, String path) {
        if (tags.containsKey(path)) {
            object.set("tags", JSON.valueToTree(tags.get(path)));
        }
        return object;
    }

    private Answer page(String query) {
        int from =
                query.contains("skip=")
                        ? Integer.parseInt(query.replaceAll(".*skip=([0-9]+).*", "$1"))
                        : 0;
        List<String> paths =
                objects.keySet().stream().filter(path -> path.startsWith("secrets/")).toList();
        ObjectNode answer = JSON.createObjectNode();
        ArrayNode values = answer.putArray("value");
        for (String path : paths.subList(from, Math.min(from + PAGE, paths.size()))) {
            ObjectNode item = tagged(JSON.createObjectNode(), path);
            item.put("id", address + "/" + path);
            item.set("attributes", objects.get(path).getLast().path("attributes"));
            values.add(item);
        }
        if (from + PAGE < paths.size()) {
            answer.put("nextLink", address + "/secrets?api-version=7.6&skip=" + (from + PAGE));
        } else {
            answer.putNull("nextLink");
        }
        return Answer.of(200, answer.toString());
    }

    static Answer error(int status, String code, String message, String inner) {
        ObjectNode answer = JSON.createObjectNode();
        ObjectNode error = answer.putObject("error").put("code", code).put("message", message);
        if (!inner.isEmpty()) {
            error.putObject("innererror").put("code", inner);
        }
        return Answer.of(status, answer.toString());
    }
}
