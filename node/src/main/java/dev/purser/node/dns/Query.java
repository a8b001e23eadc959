package dev.purser.node.dns;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/// A message of a client, as far as an answer depends on it (RFC 1035, section 4).
///
/// @param flags the second word of the message
/// @param payload how many bytes the client takes in one datagram (RFC 6891); 512 if it does not
///   say
/// @param extended whether the client speaks EDNS
record Query(int id, int flags, Question question, int payload, boolean extended) {
    private static final int CLASS_INTERNET = 1;
    private static final int PAYLOAD_DEFAULT = 512;
    private static final int LABEL_MAX = 63;
    private static final int NAME_MAX = 255;
    private static final int RESPONSE = 0x8000;
    private static final int OPCODE = 0x7800;

    /// Reads a standard query with one question of the class Internet; empty for anything else.
    static Optional<Query> read(byte[] message) {
        try {
            ByteBuffer in = ByteBuffer.wrap(message);
            int id = in.getShort() & 0xffff;
            int flags = in.getShort() & 0xffff;
            int questions = in.getShort();
            int others = in.getShort() + in.getShort();
            int additional = in.getShort();
            if ((flags & (RESPONSE | OPCODE)) != 0 || questions != 1 || others != 0) {
                return Optional.empty();
            }
            int start = in.position();
            String name = name(in);
            int type = in.getShort() & 0xffff;
            if (in.getShort() != CLASS_INTERNET) {
                return Optional.empty();
            }
            String sent =
                    new String(message, start, in.position() - start, StandardCharsets.ISO_8859_1);
            boolean extended = additional > 0 && in.remaining() >= 5 && in.get() == 0;
            extended = extended && in.getShort() == RecordType.OPT;
            int payload =
                    extended ? Math.max(PAYLOAD_DEFAULT, in.getShort() & 0xffff) : PAYLOAD_DEFAULT;
            return Optional.of(
                    new Query(id, flags, new Question(name, type, sent), payload, extended));
        } catch (BufferUnderflowException e) {
            return Optional.empty();
        }
    }

    /// A question's name is never compressed: nothing is before it.
    private static String name(ByteBuffer in) {
        StringBuilder name = new StringBuilder();
        int length = in.get() & 0xff;
        while (length > 0) {
            if (length > LABEL_MAX || name.length() > NAME_MAX) {
                throw new BufferUnderflowException();
            }
            byte[] label = new byte[length];
            in.get(label);
            name.append(name.isEmpty() ? "" : ".")
                    .append(new String(label, StandardCharsets.ISO_8859_1));
            length = in.get() & 0xff;
        }
        return name.toString().toLowerCase(Locale.ROOT);
    }
}
