package dev.purser.encryption.kms;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;

/// The messages and methods of `v2.KeyManagementService`, written by hand: there are three, and
/// they do not change.
final class KmsMessages {
    /// Tags of fields that hold text, bytes or a message; a field of another form is skipped.
    static final int FIELD_1 = 1 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

    static final int FIELD_2 = 2 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    static final int FIELD_3 = 3 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
    static final int FIELD_4 = 4 << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;

    private static final String SERVICE = "v2.KeyManagementService";

    private KmsMessages() {}

    /// A message whose bytes are read and written by somebody else.
    record DecryptRequest(WrappedKey key, String uid) {}

    /// @param plain the key to wrap
    record EncryptRequest(ByteString plain, String uid) {}

    static final MethodDescriptor<String, KmsPlugin.Status> STATUS =
            method("Status", message(_ -> "", (_, _) -> {}), statusMessage());

    static final MethodDescriptor<EncryptRequest, WrappedKey> ENCRYPT =
            method("Encrypt", encryptRequest(), wrappedKey());

    static final MethodDescriptor<DecryptRequest, ByteString> DECRYPT =
            method("Decrypt", decryptRequest(), plainKey());

    private static <Q, A> MethodDescriptor<Q, A> method(
            String name,
            MethodDescriptor.Marshaller<Q> request,
            MethodDescriptor.Marshaller<A> answer) {
        return MethodDescriptor.<Q, A>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .setRequestMarshaller(request)
                .setResponseMarshaller(answer)
                .build();
    }

    private static MethodDescriptor.Marshaller<KmsPlugin.Status> statusMessage() {
        return message(
                in -> {
                    TreeMap<Integer, String> fields = new TreeMap<>();
                    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                        switch (tag) {
                            case FIELD_1, FIELD_2, FIELD_3 ->
                                    fields.put(tag, in.readStringRequireUtf8());
                            default -> in.skipField(tag);
                        }
                    }
                    return new KmsPlugin.Status(
                            fields.getOrDefault(FIELD_1, ""),
                            fields.getOrDefault(FIELD_2, ""),
                            fields.getOrDefault(FIELD_3, ""));
                },
                (status, out) -> {
                    out.writeString(1, status.version());
                    out.writeString(2, status.healthz());
                    out.writeString(3, status.keyId());
                });
    }

    private static MethodDescriptor.Marshaller<EncryptRequest> encryptRequest() {
        return message(
                in -> {
                    ByteString plain = ByteString.EMPTY;
                    String uid = "";
                    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                        switch (tag) {
                            case FIELD_1 -> plain = in.readBytes();
                            case FIELD_2 -> uid = in.readStringRequireUtf8();
                            default -> in.skipField(tag);
                        }
                    }
                    return new EncryptRequest(plain, uid);
                },
                (request, out) -> {
                    out.writeBytes(1, request.plain());
                    out.writeString(2, request.uid());
                });
    }

    private static MethodDescriptor.Marshaller<WrappedKey> wrappedKey() {
        return message(
                in -> {
                    ByteString ciphertext = ByteString.EMPTY;
                    String keyId = "";
                    TreeMap<String, ByteString> annotations = new TreeMap<>();
                    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                        switch (tag) {
                            case FIELD_1 -> ciphertext = in.readBytes();
                            case FIELD_2 -> keyId = in.readStringRequireUtf8();
                            case FIELD_3 -> readAnnotation(in, annotations);
                            default -> in.skipField(tag);
                        }
                    }
                    return new WrappedKey(ciphertext, keyId, annotations);
                },
                (key, out) -> {
                    out.writeBytes(1, key.ciphertext());
                    out.writeString(2, key.keyId());
                    writeAnnotations(3, key.annotations(), out);
                });
    }

    private static MethodDescriptor.Marshaller<DecryptRequest> decryptRequest() {
        return message(
                in -> {
                    ByteString ciphertext = ByteString.EMPTY;
                    String uid = "";
                    String keyId = "";
                    TreeMap<String, ByteString> annotations = new TreeMap<>();
                    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                        switch (tag) {
                            case FIELD_1 -> ciphertext = in.readBytes();
                            case FIELD_2 -> uid = in.readStringRequireUtf8();
                            case FIELD_3 -> keyId = in.readStringRequireUtf8();
                            case FIELD_4 -> readAnnotation(in, annotations);
                            default -> in.skipField(tag);
                        }
                    }
                    return new DecryptRequest(new WrappedKey(ciphertext, keyId, annotations), uid);
                },
                (request, out) -> {
                    out.writeBytes(1, request.key().ciphertext());
                    out.writeString(2, request.uid());
                    out.writeString(3, request.key().keyId());
                    writeAnnotations(4, request.key().annotations(), out);
                });
    }

    private static MethodDescriptor.Marshaller<ByteString> plainKey() {
        return message(
                in -> {
                    ByteString plain = ByteString.EMPTY;
                    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
                        if (tag == FIELD_1) {
                            plain = in.readBytes();
                        } else {
                            in.skipField(tag);
                        }
                    }
                    return plain;
                },
                (plain, out) -> out.writeBytes(1, plain));
    }

    /// Reads one entry of a map from text to bytes.
    static void readAnnotation(CodedInputStream in, Map<String, ByteString> annotations)
            throws IOException {
        CodedInputStream entry = in.readBytes().newCodedInput();
        String name = "";
        ByteString value = ByteString.EMPTY;
        for (int tag = entry.readTag(); tag != 0; tag = entry.readTag()) {
            switch (tag) {
                case FIELD_1 -> name = entry.readStringRequireUtf8();
                case FIELD_2 -> value = entry.readBytes();
                default -> entry.skipField(tag);
            }
        }
        annotations.put(name, value);
    }

    static void writeAnnotations(
            int field, Map<String, ByteString> annotations, CodedOutputStream out)
            throws IOException {
        for (Map.Entry<String, ByteString> annotation : annotations.entrySet()) {
            out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
            out.writeUInt32NoTag(entrySize(annotation));
            out.writeString(1, annotation.getKey());
            out.writeBytes(2, annotation.getValue());
        }
    }

    static int annotationsSize(int field, Map<String, ByteString> annotations) {
        int size = 0;
        for (Map.Entry<String, ByteString> annotation : annotations.entrySet()) {
            int entry = entrySize(annotation);
            size +=
                    CodedOutputStream.computeTagSize(field)
                            + CodedOutputStream.computeUInt32SizeNoTag(entry)
                            + entry;
        }
        return size;
    }

    private static int entrySize(Map.Entry<String, ByteString> annotation) {
        return CodedOutputStream.computeStringSize(1, annotation.getKey())
                + CodedOutputStream.computeBytesSize(2, annotation.getValue());
    }

    /// Reads a message from its bytes.
    @FunctionalInterface
    private interface Reader<T> {
        T read(CodedInputStream in) throws IOException;
    }

    /// Writes a message's bytes.
    @FunctionalInterface
    private interface Writer<T> {
        void write(T message, CodedOutputStream out) throws IOException;
    }

    private static <T> MethodDescriptor.Marshaller<T> message(Reader<T> reader, Writer<T> writer) {
        return new MethodDescriptor.Marshaller<>() {
            @Override
            public InputStream stream(T message) {
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                CodedOutputStream out = CodedOutputStream.newInstance(bytes);
                try {
                    writer.write(message, out);
                    out.flush();
                } catch (IOException e) {
                    throw Status.INTERNAL.withCause(e).asRuntimeException();
                }
                return new ByteArrayInputStream(bytes.toByteArray());
            }

            @Override
            public T parse(InputStream stream) {
                try {
                    return reader.read(CodedInputStream.newInstance(stream.readAllBytes()));
                } catch (IOException e) {
                    throw Status.INTERNAL
                            .withDescription("the message is not valid")
                            .withCause(e)
                            .asRuntimeException();
                }
            }
        };
    }
}
