package dev.purser.api.protobuf;

/// Bytes that are not what they should be, or an object that has no protobuf form.
public final class ProtobufException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    ProtobufException(String message) {
        super(message);
    }

    ProtobufException(String message, Throwable cause) {
        super(message, cause);
    }
}
