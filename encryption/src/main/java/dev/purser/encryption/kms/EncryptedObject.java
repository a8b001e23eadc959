package dev.purser.encryption.kms;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.WireFormat;
import dev.purser.api.validation.Names;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;

/// What is stored behind a `kms` header: the sealed value and the wrapped key that opens it.
///
/// The message `v2.EncryptedObject` of kube-apiserver's `kmsv2/v2/api.proto`.
///
/// @param data the sealed value
/// @param key what unwraps to the data key, or to the seed it is derived from
record EncryptedObject(ByteString data, WrappedKey key, KeySource source) {
    private static final int KEY_ID_BYTES_MAX = 1024;
    private static final int KEY_BYTES_MAX = 1024;
    private static final int ANNOTATIONS_BYTES_MAX = 32 * 1024;

    private static final int DATA = 1;
    private static final int KEY_ID = 2;
    private static final int WRAPPED_KEY = 3;
    private static final int ANNOTATIONS = 4;
    private static final int SOURCE = 5;
    private static final int SOURCE_TAG = SOURCE << 3 | WireFormat.WIRETYPE_VARINT;

    /// What the wrapped key is.
    enum KeySource {
        /// The AES-GCM key itself, as Kubernetes wrote it before 1.29.
        AES_GCM_KEY(0),
        /// A seed: the first 32 bytes of the data are what HKDF expands it with.
        HKDF_SHA256_XNONCE_AES_GCM_SEED(1);

        private final int number;

        KeySource(int number) {
            this.number = number;
        }

        static KeySource of(int number) throws IOException {
            return switch (number) {
                case 0 -> AES_GCM_KEY;
                case 1 -> HKDF_SHA256_XNONCE_AES_GCM_SEED;
                default -> throw new IOException("unknown encryptedDEKSourceType: " + number);
            };
        }
    }

    /// @throws IOException if the bytes are not such a message, or one that breaks the rules
    static EncryptedObject parse(byte[] bytes, int offset) throws IOException {
        CodedInputStream in = CodedInputStream.newInstance(bytes, offset, bytes.length - offset);
        ByteString data = ByteString.EMPTY;
        ByteString key = ByteString.EMPTY;
        String keyId = "";
        TreeMap<String, ByteString> annotations = new TreeMap<>();
        int source = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case KmsMessages.FIELD_1 -> data = in.readBytes();
                case KmsMessages.FIELD_2 -> keyId = in.readStringRequireUtf8();
                case KmsMessages.FIELD_3 -> key = in.readBytes();
                case KmsMessages.FIELD_4 -> KmsMessages.readAnnotation(in, annotations);
                case SOURCE_TAG -> source = in.readEnum();
                default -> in.skipField(tag);
            }
        }
        EncryptedObject object =
                new EncryptedObject(
                        data, new WrappedKey(key, keyId, annotations), KeySource.of(source));
        object.requireData();
        requireValid(object.key());
        return object;
    }

    private void requireData() throws IOException {
        if (data.isEmpty()) {
            throw new IOException("encrypted data is empty");
        }
    }

    /// @throws IOException with Kubernetes' words if a plugin's answer breaks the rules
    static void requireValid(WrappedKey key) throws IOException {
        int size = key.ciphertext().size();
        if (size == 0) {
            throw new IOException(
                    "failed to validate encrypted DEK source: encrypted DEK source is empty");
        }
        if (size > KEY_BYTES_MAX) {
            throw new IOException(
                    "failed to validate encrypted DEK source: encrypted DEK source is %d bytes,"
                                    .formatted(size)
                            + " which exceeds the max size of "
                            + KEY_BYTES_MAX);
        }
        String complaint = keyIdComplaint(key.keyId());
        if (!complaint.isEmpty()) {
            throw new IOException("failed to validate key id: " + complaint);
        }
        requireValid(key.annotations());
    }

    /// What is wrong with a key's id; empty if nothing is.
    static String keyIdComplaint(String keyId) {
        if (keyId.isEmpty()) {
            return "keyID is empty";
        }
        int size = ByteString.copyFromUtf8(keyId).size();
        return size > KEY_ID_BYTES_MAX
                ? "keyID is %d bytes, which exceeds the max size of %d"
                        .formatted(size, KEY_ID_BYTES_MAX)
                : "";
    }

    private static void requireValid(Map<String, ByteString> annotations) throws IOException {
        long size = 0;
        for (Map.Entry<String, ByteString> annotation : annotations.entrySet()) {
            String name = annotation.getKey();
            String domain = name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
            if (!Names.subdomainErrors(domain).isEmpty() || !domain.contains(".")) {
                throw new IOException(
                        "failed to validate annotations: annotations: Invalid value: \"%s\": "
                                        .formatted(name)
                                + "should be a domain with at least two segments separated by"
                                + " dots");
            }
            size += name.length() + annotation.getValue().size();
        }
        if (size > ANNOTATIONS_BYTES_MAX) {
            throw new IOException(
                    "failed to validate annotations: total size of annotations is %d, which exceeds"
                                    .formatted(size)
                            + " the max size of "
                            + ANNOTATIONS_BYTES_MAX);
        }
    }

    int size() {
        int size =
                CodedOutputStream.computeBytesSize(DATA, data)
                        + CodedOutputStream.computeStringSize(KEY_ID, key.keyId())
                        + CodedOutputStream.computeBytesSize(WRAPPED_KEY, key.ciphertext())
                        + KmsMessages.annotationsSize(ANNOTATIONS, key.annotations());
        return source == KeySource.AES_GCM_KEY
                ? size
                : size + CodedOutputStream.computeEnumSize(SOURCE, source.number);
    }

    /// Writes the message behind what stands before the offset; the target ends with it.
    void writeTo(byte[] target, int offset) {
        CodedOutputStream out =
                CodedOutputStream.newInstance(target, offset, target.length - offset);
        try {
            out.writeBytes(DATA, data);
            out.writeString(KEY_ID, key.keyId());
            out.writeBytes(WRAPPED_KEY, key.ciphertext());
            KmsMessages.writeAnnotations(ANNOTATIONS, key.annotations(), out);
            if (source != KeySource.AES_GCM_KEY) {
                out.writeEnum(SOURCE, source.number);
            }
            out.checkNoSpaceLeft();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
