package dev.purser.api.kind;

import dev.purser.api.kind.conversion.KindVersions;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.FieldErrors;
import dev.purser.api.validation.NameFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The rules of one kind, as the registry applies them around each write. Stateless and
/// thread-safe.
///
/// The order of a write: structural decoding, [#setDefaults], admission, [#prepareForCreate] or
/// [#prepareForUpdate], [#validate] or [#validateUpdate]. Objects are trees that passed structural
/// decoding, so every field has its type. The ObjectMeta that all kinds share is validated by the
/// engine, not here, except for the name's format.
public interface KindRules {
    /// The versions that the kind is served in; empty for a kind that has one.
    default Optional<KindVersions> versions() {
        return Optional.empty();
    }

    /// The text of a `Warning` header for every request about a kind that Kubernetes gives up.
    default Optional<String> deprecation() {
        return Optional.empty();
    }

    /// How a name of this kind must look.
    default NameFormat nameFormat() {
        return NameFormat.SUBDOMAIN;
    }

    /// Whether the server thinks of a name for an object that comes without one and does not say
    /// how it should begin.
    default boolean namesNameless() {
        return false;
    }

    /// Sets what Kubernetes sets by code rather than by schema, on whatever a client sent.
    default void setDefaults(KubeObject object) {}

    /// The texts of `Warning` headers about what [#prepareForCreate] is going to do. They are given
    /// even where the object is then refused.
    default List<String> preparationWarnings(KubeObject object) {
        return List.of();
    }

    /// Drops or sets what a client may not decide when it creates an object, the status above all.
    default void prepareForCreate(KubeObject object) {}

    /// Restores what an update of the main resource may not change (the status), and keeps the
    /// generation.
    default void prepareForUpdate(KubeObject object, KubeObject old) {}

    /// Restores what an update of `/status` may not change: everything but the status.
    default void prepareForStatusUpdate(KubeObject object, KubeObject old) {}

    /// Semantic validation of a new object.
    default void validate(KubeObject object, FieldErrors errors) {}

    /// Semantic validation of a changed object, what may not change included.
    default void validateUpdate(KubeObject object, KubeObject old, FieldErrors errors) {
        validate(object, errors);
    }

    /// Semantic validation of an update of `/status`.
    default void validateStatusUpdate(KubeObject object, KubeObject old, FieldErrors errors) {}

    /// Completes an object that is about to be stored. Kubernetes sets defaults anew whenever it
    /// reads an object, so what a write made of it may call for a default that it did not have.
    default void prepareForStorage(KubeObject object) {}

    /// The texts of `Warning` headers for a deletion that does not say what becomes of dependents.
    default List<String> warningsOnDelete() {
        return List.of();
    }

    /// The texts of `Warning` headers for a create (old is the object itself, which has no
    /// resourceVersion yet) or an update.
    default List<String> warnings(KubeObject object, KubeObject old) {
        return List.of();
    }

    /// The texts of `Warning` headers for an update of `/status`.
    default List<String> statusWarnings(KubeObject object) {
        return List.of();
    }

    /// The fields of all objects that field selectors may name.
    default Set<String> commonFields() {
        return Set.of("metadata.name", "metadata.namespace");
    }

    /// What an object that is not there is called in place of the resource's name.
    default Optional<String> nameWhenMissing() {
        return Optional.empty();
    }

    /// The fields beside `metadata.name` and `metadata.namespace` that field selectors may name,
    /// with their values.
    default Map<String, String> selectableFields(KubeObject object) {
        return Map.of();
    }

    /// Why a field selector may not name a field that is not among the selectable ones, where
    /// [#selectableFields] has any.
    default String unsupportedField(String field) {
        return "field label not supported: " + field;
    }
}
