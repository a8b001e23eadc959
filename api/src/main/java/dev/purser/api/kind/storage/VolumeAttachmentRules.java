package dev.purser.api.kind.storage;

import dev.purser.api.codec.GoForm;
import dev.purser.api.kind.StatusOnly;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.meta.Trees;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.Names;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// VolumeAttachments: that a volume shall be attached to a node.
public final class VolumeAttachmentRules implements StatusOnly {
    private static final int METADATA_BYTES_MAX = 256 * 1024;
    private static final int MESSAGE_MAX = 1024;
    private static final int ATTACHER_MAX = 63;
    private static final String ATTACHER = "spec.attacher";
    private static final String SOURCE = "spec.source";
    private static final String VOLUME = SOURCE + ".persistentVolumeName";
    private static final String TYPE = "io.k8s.api.storage.v1.VolumeAttachmentSpec";
    private static final String ONE_OF =
            "must specify exactly one of inlineVolumeSpec and persistentVolumeName";

    private final GoForm goForm;

    /// @param goForm shows specs in messages
    public VolumeAttachmentRules(GoForm goForm) {
        this.goForm = goForm;
    }

    @Override
    public void validate(KubeObject object, FieldErrors errors) {
        JsonNode spec = object.spec();
        validateAttacher(Trees.text(spec, "attacher"), errors);
        validateSource(spec.path("source"), errors);
        String node = Trees.text(spec, "nodeName");
        errors.invalidEach("spec.nodeName", node, Names.subdomainErrors(node));
        validateStatus(object.json().path("status"), errors);
    }

    private static void validateAttacher(String attacher, FieldErrors errors) {
        if (attacher.isEmpty()) {
            errors.required(ATTACHER, "");
            return;
        }
        if (attacher.length() > ATTACHER_MAX) {
            errors.tooManyCharacters(ATTACHER, ATTACHER_MAX);
        }
        errors.invalidEach(ATTACHER, attacher, Names.caselessSubdomainErrors(attacher));
    }

    private static void validateSource(JsonNode source, FieldErrors errors) {
        boolean hasVolume = Trees.has(source, "persistentVolumeName");
        boolean isInline = Trees.has(source, "inlineVolumeSpec");
        String volume = Trees.text(source, "persistentVolumeName");
        if (!hasVolume && !isInline) {
            errors.required(SOURCE, ONE_OF);
        } else if (hasVolume && isInline) {
            errors.forbidden(SOURCE, ONE_OF);
        } else if (hasVolume && volume.isEmpty()) {
            errors.required(VOLUME, "must specify non empty persistentVolumeName");
        }
        if (hasVolume) {
            errors.invalidEach(VOLUME, volume, Names.subdomainErrors(volume));
        }
    }

    private static void validateStatus(JsonNode status, FieldErrors errors) {
        if (Drivers.bytes(status.path("attachmentMetadata")) > METADATA_BYTES_MAX) {
            errors.tooLong("status.attachmentMetadata", METADATA_BYTES_MAX);
        }
        for (String field : List.of("attachError", "detachError")) {
            JsonNode error = status.path(field);
            String path = "status." + field;
            if (Trees.text(error, "message").length() > MESSAGE_MAX) {
                errors.tooLong(path + ".message", MESSAGE_MAX);
            }
            long code = error.path("errorCode").asLong(0);
            if (code < 0) {
                errors.invalid(
                        path + ".errorCode", code, "must be between 0 and 2147483647, inclusive");
            }
        }
    }

    @Override
    public void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validate(object, errors);
        if (!object.spec().equals(old.spec())) {
            errors.invalidShown("spec", goForm.compact(object.spec(), TYPE), "field is immutable");
        }
    }

    @Override
    public void validateStatusUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validate(object, errors);
    }
}
