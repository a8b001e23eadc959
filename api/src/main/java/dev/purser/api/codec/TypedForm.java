package dev.purser.api.codec;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/// The form of a built-in kind, whose schema the codec knows.
public record TypedForm(ObjectCodec codec, GroupVersionKind kind) implements ObjectForm {
    @Override
    public Decoded decode(byte[] body, MediaType type, FieldValidation validation) {
        return codec.decode(body, type, kind, validation);
    }

    @Override
    public Decoded decode(JsonNode tree) throws DecodingException {
        return codec.decode(tree, kind);
    }

    @Override
    public Optional<String> otherKind(JsonNode tree) {
        return codec.otherKind(tree, kind);
    }

    @Override
    public Decoded convert(JsonNode tree) throws DecodingException {
        return codec.convert(tree, kind);
    }

    @Override
    public KubeObject completed(KubeObject object) {
        return codec.completed(object);
    }

    @Override
    public KubeObject canonical(KubeObject object) {
        return codec.canonical(object);
    }
}
