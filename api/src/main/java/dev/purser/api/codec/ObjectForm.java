package dev.purser.api.codec;

import dev.purser.api.meta.KubeObject;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// How the objects of one resource in one version are read and kept. Immutable and thread-safe.
///
/// Built-in kinds have a [TypedForm]; custom resources have one that follows their definition.
public interface ObjectForm {
    /// Reads the body of a create or update.
    ///
    /// @return with the strict errors that the request wants as warnings; none for
    ///   [FieldValidation#IGNORE]
    /// @throws dev.purser.api.status.StatusException 400 when the body is not such an object, or
    ///   has strict errors under [FieldValidation#STRICT]
    Decoded decode(byte[] body, MediaType type, FieldValidation validation);

    /// Reads a tree that a patch made, with all strict errors.
    ///
    /// @throws DecodingException with the bare reason when a value has the wrong type
    Decoded decode(JsonNode tree) throws DecodingException;

    /// Why a tree that a patch made is not of this kind any more; empty when it is, or when that
    /// makes no difference.
    default Optional<String> otherKind(JsonNode tree) {
        return Optional.empty();
    }

    /// Reads a tree that an apply made.
    ///
    /// @throws DecodingException as [#decode(JsonNode)], in the words of a conversion
    default Decoded convert(JsonNode tree) throws DecodingException {
        return decode(tree);
    }

    /// Refuses an object that was read but is of another version than the URL's.
    ///
    /// @throws dev.purser.api.status.StatusException 400
    default void requireVersion(KubeObject decoded) {}

    /// Refuses an object of another kind, which some forms notice only when it is validated.
    ///
    /// @throws dev.purser.api.status.StatusException 422
    default void requireKind(KubeObject object) {}

    /// As [#canonical], but empty lists that were given in place of null stay: until the owners of
    /// fields are noted, they count.
    default KubeObject completed(KubeObject object) {
        return canonical(object);
    }

    /// The object as it is kept, after the server has changed it.
    KubeObject canonical(KubeObject object);
}
