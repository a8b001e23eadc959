package dev.purser.encryption.custody;

import com.google.protobuf.ByteString;
import dev.purser.encryption.kms.KmsException;
import dev.purser.encryption.kms.KmsPlugin;
import dev.purser.encryption.kms.WrappedKey;
import dev.purser.store.custody.Custody;
import dev.purser.store.custody.CustodyException;
import dev.purser.store.custody.SealedDocument;
import dev.purser.store.custody.SecretBytes;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Keys sealed under a key of their own, which a KMS v2 plugin has wrapped: plugins take small
/// keys, not documents. A start needs the plugin; after it, nothing does until the keys change.
public final class KmsCustody implements Custody {
    public static final String NAME = "kms";

    private static final String ENDPOINT = "endpoint";
    private static final String KEY_ID = "keyId";
    private static final String WRAPPED = "wrapped";
    private static final String ANNOTATIONS = "annotations";
    private static final String SCHEME = "unix://";
    private static final int KEY_BYTES = 32;

    private final String endpoint;
    private final Function<String, KmsPlugin> connector;
    private final SecureRandom random;

    /// @param endpoint `unix:///path/to/socket`
    /// @param connector opens the plugin behind a socket
    public KmsCustody(String endpoint, Function<String, KmsPlugin> connector, SecureRandom random) {
        if (!endpoint.startsWith(SCHEME + "/")) {
            throw new CustodyException(
                    "a KMS plugin is at unix:///path/to/socket, not at \"%s\"".formatted(endpoint));
        }
        this.endpoint = endpoint;
        this.connector = connector;
        this.random = random;
    }

    /// The plugin that a record names.
    public static String endpoint(ObjectNode kept) {
        return kept.path(ENDPOINT).asString("");
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ObjectNode keep(SecretBytes document, Owner owner) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        try (KmsPlugin plugin = plugin()) {
            WrappedKey wrapped = plugin.encrypt(key, uid());
            ObjectNode kept = JsonNodeFactory.instance.objectNode();
            kept.put(ENDPOINT, endpoint).put(KEY_ID, wrapped.keyId());
            kept.put(WRAPPED, wrapped.ciphertext().toByteArray());
            ObjectNode annotations = kept.putObject(ANNOTATIONS);
            wrapped.annotations()
                    .forEach((name, value) -> annotations.put(name, value.toByteArray()));
            SealedDocument.seal(
                    kept, aes(key), document, SealedDocument.context(NAME, owner), random);
            return kept;
        } catch (KmsException e) {
            throw failure("wrap", e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    @Override
    public SecretBytes fetch(ObjectNode kept, Owner owner) {
        try (KmsPlugin plugin = plugin();
                SecretBytes key = SecretBytes.of(plugin.decrypt(wrapped(kept), uid()))) {
            return SealedDocument.open(
                    kept,
                    aes(key.bytes()),
                    SealedDocument.context(NAME, owner),
                    "the KMS plugin at %s gave another key than the one that it was given, or %s was changed; nothing was touched"
                            .formatted(endpoint, owner.record()));
        } catch (KmsException e) {
            throw failure("unwrap", e);
        }
    }

    private static WrappedKey wrapped(ObjectNode kept) {
        Map<String, ByteString> annotations = new TreeMap<>();
        for (String name : kept.path(ANNOTATIONS).propertyNames()) {
            annotations.put(
                    name, ByteString.copyFrom(SealedDocument.bytes(kept.path(ANNOTATIONS), name)));
        }
        return new WrappedKey(
                ByteString.copyFrom(SealedDocument.bytes(kept, WRAPPED)),
                kept.path(KEY_ID).asString(""),
                annotations);
    }

    private SecretKey aes(byte[] key) {
        if (key.length != KEY_BYTES) {
            throw new CustodyException(
                    "the KMS plugin at %s gave a key of %d bytes".formatted(endpoint, key.length));
        }
        return new SecretKeySpec(key, "AES");
    }

    private KmsPlugin plugin() {
        return connector.apply(endpoint.substring(SCHEME.length()));
    }

    private String uid() {
        byte[] uid = new byte[8];
        random.nextBytes(uid);
        return "purser-" + HexFormat.of().formatHex(uid);
    }

    private CustodyException failure(String what, KmsException e) {
        return new CustodyException(
                "the KMS plugin at %s did not %s the key of the keys: %s"
                        .formatted(endpoint, what, e.getMessage()),
                e);
    }

    @Override
    public String whereabouts(ObjectNode kept) {
        return "in the data directory, sealed by the KMS plugin at %s (key %s)"
                .formatted(endpoint(kept), kept.path(KEY_ID).asString(""));
    }

    @Override
    public boolean isSettled(ObjectNode kept, Owner owner) {
        return endpoint(kept).equals(endpoint);
    }
}
