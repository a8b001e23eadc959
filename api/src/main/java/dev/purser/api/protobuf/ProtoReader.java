package dev.purser.api.protobuf;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads the fields of one protobuf message, in the order of the bytes. Not thread-safe.
final class ProtoReader {
    private final byte[] data;
    private final int end;
    private int position;
    private int wireType;

    ProtoReader(byte[] data) {
        this(data, 0, data.length);
    }

    private ProtoReader(byte[] data, int start, int end) {
        this.data = data;
        this.position = start;
        this.end = end;
    }

    /// Goes to the next field and returns its number; 0 at the end.
    int next() {
        if (position >= end) {
            return 0;
        }
        long tag = varint();
        wireType = (int) (tag & 7);
        long field = tag >>> 3;
        if (field <= 0 || field > 0x1FFFFFFF) {
            throw new ProtobufException("illegal field number");
        }
        return (int) field;
    }

    long number() {
        require(ProtoWriter.VARINT);
        return varint();
    }

    double real() {
        require(ProtoWriter.FIXED64);
        requireBytes(Long.BYTES);
        long bits = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            bits |= (data[position++] & 0xFFL) << (Byte.SIZE * i);
        }
        return Double.longBitsToDouble(bits);
    }

    String string() {
        ProtoReader inner = message();
        return new String(data, inner.position, inner.end - inner.position, StandardCharsets.UTF_8);
    }

    byte[] bytes() {
        ProtoReader inner = message();
        return Arrays.copyOfRange(data, inner.position, inner.end);
    }

    /// The message inside the current field.
    ProtoReader message() {
        require(ProtoWriter.LENGTH_DELIMITED);
        long length = varint();
        if (length < 0 || length > end - position) {
            throw new ProtobufException("unexpected EOF");
        }
        ProtoReader inner = new ProtoReader(data, position, position + (int) length);
        position += (int) length;
        return inner;
    }

    /// Leaves the current field unread.
    void skip() {
        switch (wireType) {
            case ProtoWriter.VARINT -> varint();
            case ProtoWriter.FIXED64 -> advance(Long.BYTES);
            case ProtoWriter.LENGTH_DELIMITED -> message();
            case ProtoWriter.FIXED32 -> advance(Integer.BYTES);
            default -> throw new ProtobufException("unknown wire type " + wireType);
        }
    }

    private void advance(int count) {
        requireBytes(count);
        position += count;
    }

    private void require(int expected) {
        if (wireType != expected) {
            throw new ProtobufException("field has wire type " + wireType);
        }
    }

    private void requireBytes(int count) {
        if (end - position < count) {
            throw new ProtobufException("unexpected EOF");
        }
    }

    private long varint() {
        long value = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            requireBytes(1);
            byte next = data[position++];
            value |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new ProtobufException("number is too long");
    }
}
