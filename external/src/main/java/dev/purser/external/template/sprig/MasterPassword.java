package dev.purser.external.template.sprig;

import dev.purser.external.template.value.Utf8;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.SCrypt;

/// The Master Password algorithm (version 2): a password for a site, made of one password for all.
final class MasterPassword {
    private static final String SCOPE = "com.lyndir.masterpassword";
    private static final int COST = 32768;
    private static final int BLOCK = 8;
    private static final int PARALLEL = 2;
    private static final int KEY = 64;
    private static final Map<String, List<String>> SHAPES =
            Map.of(
                    "maximum", List.of("anoxxxxxxxxxxxxxxxxx", "axxxxxxxxxxxxxxxxxno"),
                    "long", longShapes(),
                    "medium", List.of("CvcnoCvc", "CvcCvcno"),
                    "short", List.of("Cvcn"),
                    "basic", List.of("aaanaaan", "aannaaan", "aaannaaa"),
                    "pin", List.of("nnnn"));
    private static final Map<Character, String> CHARACTERS =
            Map.of(
                    'V', "AEIOU",
                    'C', "BCDFGHJKLMNPQRSTVWXYZ",
                    'v', "aeiou",
                    'c', "bcdfghjklmnpqrstvwxyz",
                    'A', "AEIOUBCDFGHJKLMNPQRSTVWXYZ",
                    'a', "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz",
                    'n', "0123456789",
                    'o', "@&%?,=[]_:-+*$#!'^~;()/.",
                    'x',
                            "AEIOUaeiouBCDFGHJKLMNPQRSTVWXYZbcdfghjklmnpqrstvwxyz0123456789!@#$%^&*()");

    private MasterPassword() {}

    /// Of three groups of four letters, of which one or two have two consonants at the end, with a
    /// digit and a sign behind one of them.
    private static List<String> longShapes() {
        return List.of(
                "CvcvnoCvcvCvcv",
                "CvcvCvcvnoCvcv",
                "CvcvCvcvCvcvno",
                "CvccnoCvcvCvcv",
                "CvccCvcvnoCvcv",
                "CvccCvcvCvcvno",
                "CvcvnoCvccCvcv",
                "CvcvCvccnoCvcv",
                "CvcvCvccCvcvno",
                "CvcvnoCvcvCvcc",
                "CvcvCvcvnoCvcc",
                "CvcvCvcvCvccno",
                "CvccnoCvccCvcv",
                "CvccCvccnoCvcv",
                "CvccCvccCvcvno",
                "CvcvnoCvccCvcc",
                "CvcvCvccnoCvcc",
                "CvcvCvccCvccno",
                "CvccnoCvcvCvcc",
                "CvccCvcvnoCvcc",
                "CvccCvcvCvccno");
    }

    static String derive(long counter, String shape, String password, String user, String site) {
        List<String> shapes = SHAPES.get(shape);
        if (shapes == null) {
            return "cannot find password template " + shape;
        }
        byte[] salt = Utf8.bytes(SCOPE + number(user.length()) + user);
        byte[] key = SCrypt.generate(Utf8.bytes(password), salt, COST, BLOCK, PARALLEL, KEY);
        byte[] seed = sign(key, SCOPE + number(site.length()) + site + number(counter));
        String chosen = shapes.get((seed[0] & 0xFF) % shapes.size());
        StringBuilder derived = new StringBuilder();
        for (int i = 0; i < chosen.length(); i++) {
            String characters = CHARACTERS.getOrDefault(chosen.charAt(i), " ");
            derived.append(characters.charAt((seed[i + 1] & 0xFF) % characters.length()));
        }
        return derived.toString();
    }

    private static String number(long number) {
        return Utf8.of(ByteBuffer.allocate(Integer.BYTES).putInt((int) number).array());
    }

    private static byte[] sign(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(Utf8.bytes(text));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
