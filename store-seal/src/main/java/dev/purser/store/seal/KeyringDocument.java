package dev.purser.store.seal;

import dev.purser.store.StoreException;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/// A [Keyring] as a document: an EncryptionConfiguration (apiserver.config.k8s.io/v1) whose only
/// provider is `aesgcm`, so that a kube-apiserver that is given the document reads what the keys
/// have sealed.
public final class KeyringDocument {
    private static final String HEAD =
            """
            apiVersion: apiserver.config.k8s.io/v1
            kind: EncryptionConfiguration
            resources:
            - resources: [secrets]
              providers:
              - aesgcm:
                  keys:
            """;

    private KeyringDocument() {}

    /// The caller wipes the bytes.
    public static byte[] write(Keyring keyring) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(HEAD.getBytes(StandardCharsets.US_ASCII));
        for (NamedKey key : keyring.keys()) {
            String line = "      - name: %s\n        secret: ".formatted(key.name());
            out.writeBytes(line.getBytes(StandardCharsets.US_ASCII));
            byte[] secret = key.bytes();
            out.writeBytes(Base64.getEncoder().encode(secret));
            out.write('\n');
            Arrays.fill(secret, (byte) 0);
        }
        return out.toByteArray();
    }

    /// @throws StoreException if it is no such document; the message holds nothing of it
    public static Keyring read(byte[] document) {
        try {
            Object yaml =
                    new Load(LoadSettings.builder().build())
                            .loadFromString(new String(document, StandardCharsets.UTF_8));
            Object provider = only(member(only(member(yaml, "resources")), "providers"));
            List<NamedKey> keys = new ArrayList<>();
            for (Object key : list(member(member(provider, "aesgcm"), "keys"))) {
                keys.add(
                        new NamedKey(
                                text(member(key, "name")),
                                Base64.getDecoder().decode(text(member(key, "secret")))));
            }
            return new Keyring(keys);
        } catch (YamlEngineException | ClassCastException | IllegalArgumentException _) {
            // The causes may quote the document.
            throw new StoreException(
                    "the document of keys is not an EncryptionConfiguration whose one provider is aesgcm, with keys of 16, 24 or 32 bytes");
        }
    }

    private static Object member(Object map, String name) {
        Object value = ((Map<?, ?>) map).get(name);
        if (value == null) {
            throw new IllegalArgumentException(name);
        }
        return value;
    }

    private static List<?> list(Object list) {
        return (List<?>) list;
    }

    private static Object only(Object list) {
        if (list(list).size() != 1) {
            throw new IllegalArgumentException("not one");
        }
        return list(list).getFirst();
    }

    private static String text(Object text) {
        return (String) text;
    }
}
