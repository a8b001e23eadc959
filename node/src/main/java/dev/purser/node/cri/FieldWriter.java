package dev.purser.node.cri;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.MessageLite;
import io.grpc.MethodDescriptor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// Writes a protobuf message by field numbers. What has its default value is left out. Not
/// thread-safe.
final class FieldWriter {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CodedOutputStream out = CodedOutputStream.newInstance(bytes);

    /// A unary method whose messages are bytes.
    static MethodDescriptor<byte[], byte[]> method(String fullName) {
        return MethodDescriptor.<byte[], byte[]>newBuilder()
                .setType(MethodDescriptor.MethodType.UNARY)
                .setFullMethodName(fullName)
                .setRequestMarshaller(new BytesMarshaller())
                .setResponseMarshaller(new BytesMarshaller())
                .build();
    }

    FieldWriter text(int field, String value) {
        return value.isEmpty() ? this : write(() -> out.writeString(field, value));
    }

    FieldWriter number(int field, int value) {
        return value == 0 ? this : write(() -> out.writeUInt32(field, value));
    }

    FieldWriter message(int field, MessageLite value) {
        return write(() -> out.writeMessage(field, value));
    }

    byte[] bytes() {
        write(out::flush);
        return bytes.toByteArray();
    }

    private FieldWriter write(Step step) {
        try {
            step.run();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private record BytesMarshaller() implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
