package dev.purser.server.audit;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.DuplicateMembers;
import dev.purser.api.codec.JsonText;
import dev.purser.api.codec.StructReader;
import dev.purser.api.codec.YamlReader;
import dev.purser.server.audit.AuditPolicy.Coverage;
import dev.purser.server.audit.AuditPolicy.ManagedFields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Reads audit policies, in YAML or JSON, with Kubernetes' errors
/// (`apiserver/pkg/audit/policy/reader.go`). Immutable and thread-safe.
///
/// Unknown and repeated fields are told to Purser's log and ignored, as Kubernetes does.
public final class PolicyReader {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyReader.class);
    private static final String VERSION = "audit.k8s.io/v1";
    private static final String INTERNAL = "audit.k8s.io/__internal";
    private static final Set<String> OTHER_KINDS = Set.of("Event", "EventList", "PolicyList");
    private static final String TYPE_STRUCT =
            "struct { APIVersion string \"json:\\\"apiVersion,omitempty\\\"\";"
                    + " Kind string \"json:\\\"kind,omitempty\\\"\" }";

    private final StructReader reader = new StructReader(PolicySchema.policy());
    private final JsonText jsonText = new JsonText();

    /// The policy in a file.
    ///
    /// @throws PolicyException when it cannot be read, or is none
    public AuditPolicy read(Path file) throws PolicyException {
        byte[] text;
        try {
            text = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new PolicyException(
                    "loading audit policy file: failed to read file path \"%s\": %s"
                            .formatted(file, problem(file, e)));
        }
        try {
            return read(text);
        } catch (PolicyException e) {
            throw new PolicyException(
                    "loading audit policy file: %s: from file %s".formatted(e.getMessage(), file));
        }
    }

    private static String problem(Path file, IOException e) {
        if (e instanceof NoSuchFileException) {
            return "open " + file + ": no such file or directory";
        }
        return Files.isDirectory(file)
                ? "read " + file + ": is a directory"
                : "open " + file + ": permission denied";
    }

    /// The policy that a text is.
    ///
    /// @throws PolicyException when it is none
    AuditPolicy read(byte[] text) throws PolicyException {
        List<String> strictErrors = new ArrayList<>();
        ObjectNode tree;
        try {
            JsonNode parsed = parse(text, strictErrors);
            requireKind(parsed);
            StructReader.Read read = reader.read(parsed, "");
            strictErrors.addAll(read.strictErrors());
            tree = read.struct();
        } catch (DecodingException e) {
            throw new PolicyException("failed decoding: " + e.getMessage());
        }
        if (!strictErrors.isEmpty()) {
            LOG.warn(
                    "The audit policy has errors that are ignored: {}",
                    String.join(", ", strictErrors));
        }
        PolicyValidation.check(tree);
        return policy(tree);
    }

    private JsonNode parse(byte[] text, List<String> strictErrors)
            throws DecodingException, PolicyException {
        JsonNode tree;
        if (new String(text, StandardCharsets.UTF_8).stripLeading().startsWith("{")) {
            tree = parseJson(text, strictErrors);
        } else {
            YamlReader.Document document = YamlReader.read(text);
            strictErrors.addAll(document.duplicates());
            tree = document.json();
        }
        if (tree.isNull()) {
            throw unversioned();
        }
        if (!tree.isObject()) {
            throw versionless(
                    "cannot unmarshal %s into Go value of type %s"
                            .formatted(goKind(tree), TYPE_STRUCT));
        }
        return tree;
    }

    private JsonNode parseJson(byte[] text, List<String> strictErrors) throws DecodingException {
        try {
            JsonNode tree = jsonText.parse(text);
            strictErrors.addAll(DuplicateMembers.of(jsonText.tokens(text)));
            return tree;
        } catch (DecodingException e) {
            throw new DecodingException(
                    "couldn't get version/kind; json parse error: " + e.getMessage());
        }
    }

    private static void requireKind(JsonNode tree) throws DecodingException, PolicyException {
        String version = text(tree, "apiVersion");
        String kind = text(tree, "kind");
        if (version.isEmpty() || version.equals(INTERNAL)) {
            throw unversioned();
        }
        if (version.chars().filter(c -> c == '/').count() > 1) {
            throw new DecodingException("unexpected GroupVersion string: " + version);
        }
        if (version.equals(VERSION) && OTHER_KINDS.contains(kind)) {
            throw new DecodingException(
                    "converting (v1.%s) to (audit.Policy): unknown conversion".formatted(kind));
        }
        String meant = kind.isEmpty() ? "Policy" : kind;
        if (!version.equals(VERSION) || !meant.equals("Policy")) {
            throw new DecodingException(
                    "no kind \"%s\" is registered for version \"%s\" in scheme \"pkg/runtime/scheme.go:111\""
                            .formatted(meant, version));
        }
    }

    private static String text(JsonNode tree, String name) throws DecodingException {
        JsonNode value = tree.path(name);
        if (!value.isMissingNode() && !value.isNull() && !value.isString()) {
            throw versionless(
                    "cannot unmarshal %s into Go struct field .%s of type string"
                            .formatted(goKind(value), name));
        }
        return value.asString("");
    }

    private static DecodingException versionless(String why) {
        return new DecodingException("couldn't get version/kind; json parse error: json: " + why);
    }

    private static PolicyException unversioned() {
        return new PolicyException(
                "unknown group version field " + INTERNAL + ", Kind=Policy in policy");
    }

    private static String goKind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "array";
            case OBJECT -> "object";
            case BOOLEAN -> "bool";
            case NUMBER -> "number";
            default -> "string";
        };
    }

    private static AuditPolicy policy(ObjectNode tree) {
        Set<AuditStage> omitted = stages(tree.path("omitStages"));
        ManagedFields managedFields =
                managedFields(tree.path("omitManagedFields"), ManagedFields.LOGGED);
        List<AuditRule> rules = new ArrayList<>();
        for (JsonNode rule : tree.path("rules")) {
            Set<AuditStage> stages = stages(rule.path("omitStages"));
            stages.addAll(omitted);
            rules.add(
                    rule(
                            rule,
                            new Coverage(
                                    AuditLevel.of(rule.path("level").asString("")).orElseThrow(),
                                    stages,
                                    managedFields(rule.path("omitManagedFields"), managedFields))));
        }
        return new AuditPolicy(rules, new Coverage(AuditLevel.NONE, omitted, managedFields));
    }

    private static AuditRule rule(JsonNode rule, Coverage coverage) {
        List<AuditRule.Resources> resources = new ArrayList<>();
        for (JsonNode some : rule.path("resources")) {
            resources.add(
                    new AuditRule.Resources(
                            some.path("group").asString(""),
                            texts(some.path("resources")),
                            set(some.path("resourceNames"))));
        }
        return new AuditRule(
                coverage,
                set(rule.path("users")),
                set(rule.path("userGroups")),
                set(rule.path("verbs")),
                set(rule.path("namespaces")),
                resources,
                texts(rule.path("nonResourceURLs")));
    }

    private static ManagedFields managedFields(JsonNode omit, ManagedFields fallback) {
        if (!omit.isBoolean()) {
            return fallback;
        }
        return omit.booleanValue() ? ManagedFields.OMITTED : ManagedFields.LOGGED;
    }

    private static Set<AuditStage> stages(JsonNode names) {
        Set<AuditStage> stages = EnumSet.noneOf(AuditStage.class);
        texts(names).forEach(name -> AuditStage.of(name).ifPresent(stages::add));
        return stages;
    }

    private static Set<String> set(JsonNode items) {
        return new HashSet<>(texts(items));
    }

    private static List<String> texts(JsonNode items) {
        List<String> texts = new ArrayList<>();
        items.forEach(item -> texts.add(item.asString("")));
        return texts;
    }
}
