package dev.purser.external.template.sprig;

import dev.purser.external.template.run.Arguments;
import dev.purser.external.template.run.CallException;
import dev.purser.external.template.run.FunctionTable;
import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.Utf8;
import dev.purser.external.template.value.Value;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.OpenBSDBCrypt;

/// Functions of passwords, and encryption with them.
final class PasswordFunctions {
    private static final GoType STRING = GoType.STRING;
    private static final int HASHING_COST = 20_000;
    private static final int ROUNDS = 10;
    private static final int BLOCK = 16;
    private static final int KEY = 32;
    private static final int BCRYPT_MAX = 72;

    private final SecureRandom random;

    private PasswordFunctions(SecureRandom random) {
        this.random = random;
    }

    static void addTo(FunctionTable table, SecureRandom generator) {
        PasswordFunctions passwords = new PasswordFunctions(generator);
        table.add("bcrypt", a -> Value.of(passwords.bcrypt(a, a.text(0))), STRING);
        table.add("htpasswd", passwords::htpasswd, STRING, STRING, GoType.HASH_ALGORITHM);
        table.add(
                "derivePassword",
                PasswordFunctions::derive,
                GoType.UINT32,
                STRING,
                STRING,
                STRING,
                STRING);
        table.add("encryptAES", passwords::encrypt, STRING, STRING);
        table.add("decryptAES", PasswordFunctions::decrypt, STRING, STRING);
    }

    private String bcrypt(Arguments arguments, String password) throws CallException {
        arguments.charge(HASHING_COST);
        if (password.length() > BCRYPT_MAX) {
            return "failed to encrypt string with bcrypt: bcrypt: password length exceeds 72 bytes";
        }
        byte[] salt = new byte[BLOCK];
        random.nextBytes(salt);
        return OpenBSDBCrypt.generate("2a", Utf8.bytes(password), salt, ROUNDS);
    }

    private Value htpasswd(Arguments arguments) throws CallException {
        String user = arguments.text(0);
        String password = arguments.text(1);
        if (user.contains(":")) {
            return Value.of("invalid username: " + user);
        }
        if (!arguments.text(2).equals("sha")) {
            return Value.of(user + ":" + bcrypt(arguments, password));
        }
        byte[] hash = HashFunctions.digest("SHA-1", Utf8.bytes(password));
        return Value.of(user + ":{SHA}" + Base64.getEncoder().encodeToString(hash));
    }

    private static Value derive(Arguments arguments) throws CallException {
        arguments.charge(HASHING_COST);
        return Value.of(
                MasterPassword.derive(
                        arguments.whole(0),
                        arguments.text(1),
                        arguments.text(2),
                        arguments.text(3),
                        arguments.text(4)));
    }

    private static SecretKeySpec key(String password) {
        return new SecretKeySpec(Arrays.copyOf(Utf8.bytes(password), KEY), "AES");
    }

    private Value encrypt(Arguments arguments) throws CallException {
        if (arguments.text(1).isEmpty()) {
            return Value.of("");
        }
        byte[] start = new byte[BLOCK];
        random.nextBytes(start);
        try {
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(Cipher.ENCRYPT_MODE, key(arguments.text(0)), new IvParameterSpec(start));
            byte[] encrypted = cipher.doFinal(Utf8.bytes(arguments.text(1)));
            String all = Utf8.of(start) + Utf8.of(encrypted);
            return Value.of(Base64.getEncoder().encodeToString(Utf8.bytes(all)));
        } catch (GeneralSecurityException e) {
            throw new CallException("the text cannot be encrypted");
        }
    }

    private static Value decrypt(Arguments arguments) throws CallException {
        if (arguments.text(1).isEmpty()) {
            return Value.of("");
        }
        try {
            byte[] all = Base64.getDecoder().decode(Utf8.bytes(arguments.text(1)));
            if (all.length < 2 * BLOCK) {
                throw new CallException("the text is too short to be an encrypted one");
            }
            Cipher cipher = Cipher.getInstance("AES/CBC/PKCS5Padding");
            cipher.init(
                    Cipher.DECRYPT_MODE,
                    key(arguments.text(0)),
                    new IvParameterSpec(all, 0, BLOCK));
            return Value.of(Utf8.of(cipher.doFinal(all, BLOCK, all.length - BLOCK)));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new CallException("the text cannot be decrypted with the password");
        }
    }
}
