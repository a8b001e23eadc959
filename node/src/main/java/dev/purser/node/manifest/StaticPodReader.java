package dev.purser.node.manifest;

import dev.purser.api.codec.FieldValidation;
import dev.purser.api.codec.GoForm;
import dev.purser.api.codec.MediaType;
import dev.purser.api.codec.ObjectCodec;
import dev.purser.api.kind.pod.PodRules;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.resource.Scope;
import dev.purser.api.schema.Schemas;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.validation.ObjectMetaValidation;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Makes static pods of the content of files, as kubelet does: defaults filled in, named after the
/// node, with a uid that is a hash of the content unless the file has one. Thread-safe.
public final class StaticPodReader {
    /// The annotations that tell static pods and their mirrors from others; the names are
    /// kubelet's.
    static final String SOURCE = "kubernetes.io/config.source";

    static final String SEEN = "kubernetes.io/config.seen";
    static final String HASH = "kubernetes.io/config.hash";
    static final String MIRROR = "kubernetes.io/config.mirror";

    private static final GroupVersionKind POD = new GroupVersionKind("", "v1", "Pod");
    private static final int UID_BYTES = 16;

    private final String nodeName;
    private final InstantSource clock;
    private final ObjectCodec codec;
    private final PodRules rules;

    public StaticPodReader(String nodeName, Schemas schemas, InstantSource clock) {
        this.nodeName = nodeName;
        this.clock = clock;
        codec = new ObjectCodec(schemas);
        rules = new PodRules(new GoForm(schemas), clock);
    }

    /// Whether the API shows a static pod of some node by this object.
    public static boolean isMirror(KubeObject pod) {
        return pod.annotations().containsKey(MIRROR);
    }

    /// Whether this is a static pod itself.
    public static boolean isStatic(KubeObject pod) {
        return pod.annotations().getOrDefault(SOURCE, "api").equals("file");
    }

    /// Reads one pod, in YAML or JSON.
    ///
    /// @param source the path of the file, which is part of the pod's identity
    /// @throws ManifestException with kubelet's words about what is wrong
    KubeObject read(byte[] content, String source) throws ManifestException {
        KubeObject pod = decoded(content, source);
        if (pod.name().isEmpty()) {
            throw new ManifestException(source + ": invalid pod: name is needed for the pod");
        }
        rules.setDefaults(pod);
        identify(pod, content, source);
        rules.prepareForCreate(pod);
        validate(pod, source);
        Optional<String> reference = StaticReferences.of(pod);
        if (reference.isPresent()) {
            throw new ManifestException(
                    "%s: static pods may not reference %s".formatted(source, reference.get()));
        }
        return pod;
    }

    private KubeObject decoded(byte[] content, String source) throws ManifestException {
        String text = new String(content, StandardCharsets.UTF_8).stripLeading();
        MediaType type = text.startsWith("{") ? MediaType.JSON : MediaType.YAML;
        try {
            KubeObject pod = codec.decode(content, type, POD, FieldValidation.IGNORE).object();
            return KubeObject.of(pod.json());
        } catch (StatusException e) {
            throw new ManifestException(
                    "%s: couldn't parse as pod(%s), please check config file"
                            .formatted(source, e.getMessage()));
        }
    }

    private void identify(KubeObject pod, byte[] content, String source) {
        ObjectNode metadata = pod.metadata();
        if (pod.uid().isEmpty()) {
            metadata.put("uid", uid(content, source));
        }
        metadata.put("name", pod.name() + "-" + nodeName.toLowerCase(Locale.ROOT));
        if (pod.namespace().isEmpty()) {
            metadata.put("namespace", "default");
        }
        metadata.withObject("/annotations")
                .put(HASH, pod.uid())
                .put(SEEN, clock.instant().toString())
                .put(SOURCE, "file");
        ObjectNode spec = pod.spec();
        spec.put("nodeName", nodeName);
        ArrayNode tolerations = spec.withArray("tolerations");
        boolean isThere =
                tolerations
                        .valueStream()
                        .anyMatch(each ->
                                each.path("key").asString("").isEmpty()
                                        && each.path("operator").asString("").equals("Exists")
                                        && each.path("effect").asString("").equals("NoExecute"));
        if (!isThere) {
            tolerations.addObject().put("operator", "Exists").put("effect", "NoExecute");
        }
    }

    private String uid(byte[] content, String source) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(content);
            digest.update(
                    "host:%sfile:%s".formatted(nodeName, source).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(Arrays.copyOf(digest.digest(), UID_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void validate(KubeObject pod, String source) throws ManifestException {
        FieldErrors errors = new FieldErrors();
        ObjectMetaValidation.validate(pod.metadata(), Scope.NAMESPACED, rules.nameFormat(), errors);
        rules.validate(pod, errors);
        if (!errors.isEmpty()) {
            throw new ManifestException("%s: invalid pod: %s".formatted(source, errors.text()));
        }
    }
}
