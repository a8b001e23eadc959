package dev.purser.node.dns;

import dev.purser.node.dns.DnsRecord.Address;
import dev.purser.node.dns.DnsRecord.Alias;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Asks another server for the addresses of a name, and reads them (RFC 1035, section 4).
final class ForeignAnswer {
    private static final int HEADER = 12;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int POINTER = 0xc0;
    private static final int JUMPS_MAX = 64;

    private ForeignAnswer() {}

    /// A question for the IPv4 addresses of a name.
    static byte[] question(Query client, String name) {
        ByteBuffer out = ByteBuffer.allocate(HEADER + name.length() + 2 + 4);
        out.putShort((short) client.id()).putShort((short) RECURSION_DESIRED);
        out.putShort((short) 1).putShort((short) 0).putInt(0);
        for (String label : name.split("\\.")) {
            out.put((byte) label.length()).put(label.getBytes(StandardCharsets.ISO_8859_1));
        }
        out.put((byte) 0).putShort((short) RecordType.A).putShort((short) 1);
        return out.array();
    }

    /// The addresses and other names in an answer; none of one that cannot be read.
    static List<DnsRecord> records(byte[] message) {
        List<DnsRecord> records = new ArrayList<>();
        try {
            ByteBuffer in = ByteBuffer.wrap(message);
            int questions = in.getShort(4);
            int answers = in.getShort(6);
            in.position(HEADER);
            for (int n = 0; n < questions; n++) {
                name(in);
                in.getInt();
            }
            for (int n = 0; n < answers; n++) {
                read(in, records);
            }
        } catch (BufferUnderflowException
                | IllegalArgumentException
                | IndexOutOfBoundsException e) {
            return List.of();
        }
        return records;
    }

    private static void read(ByteBuffer in, List<DnsRecord> records) {
        String name = name(in);
        int type = in.getShort();
        in.getShort();
        in.getInt();
        int length = in.getShort() & 0xffff;
        int end = in.position() + length;
        if (type == RecordType.A && length == 4) {
            records.add(
                    new Address(
                            name,
                            "%d.%d.%d.%d"
                                    .formatted(
                                            in.get() & 0xff,
                                            in.get() & 0xff,
                                            in.get() & 0xff,
                                            in.get() & 0xff)));
        } else if (type == RecordType.CNAME) {
            records.add(new Alias(name, name(in)));
        }
        in.position(end);
    }

    /// A name, whose end may be elsewhere in the message.
    private static String name(ByteBuffer in) {
        StringBuilder name = new StringBuilder();
        int after = -1;
        int jumps = 0;
        int length = in.get() & 0xff;
        while (length > 0) {
            if ((length & POINTER) == POINTER) {
                int target = ((length & ~POINTER) << Byte.SIZE) | (in.get() & 0xff);
                after = after < 0 ? in.position() : after;
                in.position(target);
                if (++jumps > JUMPS_MAX) {
                    throw new BufferUnderflowException();
                }
            } else {
                byte[] label = new byte[length];
                in.get(label);
                name.append(name.isEmpty() ? "" : ".")
                        .append(new String(label, StandardCharsets.ISO_8859_1));
            }
            length = in.get() & 0xff;
        }
        if (after >= 0) {
            in.position(after);
        }
        return name.toString().toLowerCase(Locale.ROOT);
    }
}
