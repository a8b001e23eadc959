package dev.purser.external.template.sprig;

import dev.purser.external.template.run.FunctionTable;
import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.Utf8;
import dev.purser.external.template.value.Value;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.zip.Adler32;

/// Checksums.
final class HashFunctions {
    private HashFunctions() {}

    static void addTo(FunctionTable table) {
        add(table, "sha1sum", "SHA-1");
        add(table, "sha256sum", "SHA-256");
        add(table, "sha512sum", "SHA-512");
        table.add("adler32sum", a -> Value.of(adler32(a.text(0))), GoType.STRING);
    }

    private static void add(FunctionTable table, String name, String algorithm) {
        table.add(
                name,
                a -> Value.of(HexFormat.of().formatHex(digest(algorithm, Utf8.bytes(a.text(0))))),
                GoType.STRING);
    }

    static byte[] digest(String algorithm, byte[] bytes) {
        try {
            return MessageDigest.getInstance(algorithm).digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String adler32(String text) {
        Adler32 sum = new Adler32();
        sum.update(Utf8.bytes(text));
        return String.valueOf(sum.getValue());
    }
}
