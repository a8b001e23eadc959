package dev.purser.api.kind;

import dev.purser.api.codec.DecodingException;
import dev.purser.api.codec.FieldValidation;
import dev.purser.api.codec.MediaType;
import dev.purser.api.codec.ObjectCodec;
import dev.purser.api.kind.builtin.KindServices;
import dev.purser.api.kind.builtin.Kinds;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.resource.Catalog;
import dev.purser.api.schema.Schemas;
import dev.purser.api.status.FieldError;
import dev.purser.api.status.FieldErrors;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;

/// Sends objects through the rules of their kind as the server does, without a server. Texts are
/// JSON with single quotes.
public final class Writes {
    private final Schemas schemas = Schemas.load();
    private final ObjectCodec codec = new ObjectCodec(schemas);
    private final Kinds kinds =
            new Kinds(
                    Catalog.load(),
                    schemas,
                    KindServices.trusting(InstantSource.fixed(Instant.EPOCH)));

    public KindRules rules(KubeObject object) {
        return kinds.rules(object.groupVersionKind());
    }

    public KindRules ephemeralContainers() {
        return kinds.ephemeralContainers();
    }

    public KindRules podResize() {
        return kinds.podResize();
    }

    /// A new object with its defaults.
    public KubeObject decode(String apiVersion, String kind, String body) {
        GroupVersionKind expected = GroupVersionKind.of(apiVersion, kind);
        KubeObject object =
                codec.decode(
                                body.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                                MediaType.JSON,
                                expected,
                                FieldValidation.STRICT)
                        .object();
        rules(object).setDefaults(object);
        return object;
    }

    /// The object as it would be stored.
    public KubeObject create(String apiVersion, String kind, String body) {
        KubeObject object = decode(apiVersion, kind, body);
        rules(object).prepareForCreate(object);
        KubeObject stored = codec.canonical(object);
        stored.metadata().put("resourceVersion", "1");
        return stored;
    }

    /// What is wrong with a new object.
    public List<String> errors(String apiVersion, String kind, String body) {
        KubeObject object = decode(apiVersion, kind, body);
        rules(object).prepareForCreate(object);
        return collect(errors -> rules(object).validate(object, errors));
    }

    /// The object after a change through its main URL.
    public KubeObject update(KubeObject old, Consumer<KubeObject> change) {
        KubeObject next = changed(old, change);
        rules(next).prepareForUpdate(next, old);
        return codec.canonical(next);
    }

    /// What is wrong with a change through the main URL.
    public List<String> updateErrors(KubeObject old, Consumer<KubeObject> change) {
        KubeObject next = update(old, change);
        return collect(errors -> rules(next).validateUpdate(next, old, errors));
    }

    /// The object after a change through the URL of its status.
    public KubeObject updateStatus(KubeObject old, Consumer<KubeObject> change) {
        KubeObject next = changed(old, change);
        rules(next).prepareForStatusUpdate(next, old);
        return codec.canonical(next);
    }

    /// What is wrong with a change through the URL of its status.
    public List<String> statusErrors(KubeObject old, Consumer<KubeObject> change) {
        KubeObject next = updateStatus(old, change);
        return collect(errors -> rules(next).validateStatusUpdate(next, old, errors));
    }

    private KubeObject changed(KubeObject old, Consumer<KubeObject> change) {
        KubeObject next = old.copy();
        change.accept(next);
        try {
            KubeObject decoded = codec.decode(next.json(), old.groupVersionKind()).object();
            rules(decoded).setDefaults(decoded);
            return decoded;
        } catch (DecodingException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> collect(Consumer<FieldErrors> validation) {
        FieldErrors errors = new FieldErrors();
        validation.accept(errors);
        return errors.list().stream().map(FieldError::toString).sorted().toList();
    }
}
