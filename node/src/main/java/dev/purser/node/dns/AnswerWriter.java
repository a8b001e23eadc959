package dev.purser.node.dns;

import dev.purser.node.dns.DnsRecord.Address;
import dev.purser.node.dns.DnsRecord.Alias;
import dev.purser.node.dns.DnsRecord.Location;
import dev.purser.node.dns.DnsRecord.Pointer;
import dev.purser.node.dns.DnsRecord.Text;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes answers (RFC 1035, section 4). Names are not compressed.
final class AnswerWriter {
    static final int NO_ERROR = 0;
    static final int SERVER_FAILURE = 2;
    static final int NAME_ERROR = 3;

    private static final int RESPONSE = 0x8000;
    private static final int AUTHORITATIVE = 0x0400;
    private static final int TRUNCATED = 0x0200;
    private static final int RECURSION_DESIRED = 0x0100;
    private static final int RECURSION_AVAILABLE = 0x0080;
    private static final int CLASS_INTERNET = 1;
    private static final int TTL_SECONDS = 5;
    private static final int PAYLOAD = 1232;

    private final String domain;

    /// @param domain of the cluster
    AnswerWriter(String domain) {
        this.domain = domain;
    }

    /// The bytes of an answer.
    ///
    /// @param limit how many bytes there may be; an answer that is longer is left empty and marked
    ///   so that the client asks again by TCP
    byte[] write(Query query, int code, List<DnsRecord> records, int limit) {
        byte[] all = write(query, code, records, false);
        return all.length > limit ? write(query, code, List.of(), true) : all;
    }

    private byte[] write(Query query, int code, List<DnsRecord> records, boolean cut) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            boolean nothing = records.isEmpty() && !cut && code != SERVER_FAILURE;
            out.writeShort(query.id());
            out.writeShort(
                    RESPONSE
                            | AUTHORITATIVE
                            | (cut ? TRUNCATED : 0)
                            | (query.flags() & RECURSION_DESIRED)
                            | RECURSION_AVAILABLE
                            | code);
            out.writeShort(1);
            out.writeShort(records.size());
            out.writeShort(nothing ? 1 : 0);
            out.writeShort(query.extended() ? 1 : 0);
            out.write(query.question().sent().getBytes(StandardCharsets.ISO_8859_1));
            for (DnsRecord each : records) {
                write(out, each);
            }
            if (nothing) {
                writeAuthority(out);
            }
            if (query.extended()) {
                out.write(new byte[] {0, 0, RecordType.OPT, PAYLOAD >> 8, (byte) PAYLOAD});
                out.write(new byte[6]);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, DnsRecord each) throws IOException {
        switch (each) {
            case Address(String name, String address) ->
                    write(out, name, RecordType.A, address(address));
            case Alias(String name, String target) ->
                    write(out, name, RecordType.CNAME, name(target));
            case Pointer(String name, String target) ->
                    write(out, name, RecordType.PTR, name(target));
            case Location(String name, int port, String target, int weight) ->
                    write(out, name, RecordType.SRV, location(port, target, weight));
            case Text(String name, String text) -> write(out, name, RecordType.TXT, text(text));
        }
    }

    private static void write(DataOutputStream out, String name, int type, byte[] data)
            throws IOException {
        out.write(name(name));
        out.writeShort(type);
        out.writeShort(CLASS_INTERNET);
        out.writeInt(TTL_SECONDS);
        out.writeShort(data.length);
        out.write(data);
    }

    /// How long a client may remember that there is nothing (RFC 2308).
    private void writeAuthority(DataOutputStream out) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(bytes);
        data.write(name("ns.dns." + domain));
        data.write(name("hostmaster." + domain));
        for (int number : new int[] {1, 7200, 1800, 86_400, TTL_SECONDS}) {
            data.writeInt(number);
        }
        write(out, domain, RecordType.SOA, bytes.toByteArray());
    }

    private static byte[] location(int port, String target, int weight) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream data = new DataOutputStream(bytes);
        data.writeShort(0);
        data.writeShort(weight);
        data.writeShort(port);
        data.write(name(target));
        return bytes.toByteArray();
    }

    private static byte[] text(String text) throws IOException {
        byte[] characters = text.getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(characters.length);
        bytes.write(characters);
        return bytes.toByteArray();
    }

    private static byte[] address(String address) {
        byte[] bytes = new byte[4];
        String[] parts = address.split("\\.");
        for (int part = 0; part < bytes.length; part++) {
            bytes[part] = (byte) Integer.parseInt(parts[part]);
        }
        return bytes;
    }

    private static byte[] name(String name) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (String label : name.split("\\.")) {
            byte[] characters = label.getBytes(StandardCharsets.ISO_8859_1);
            bytes.write(characters.length);
            bytes.write(characters);
        }
        bytes.write(0);
        return bytes.toByteArray();
    }
}
