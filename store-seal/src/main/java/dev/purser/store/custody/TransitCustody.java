package dev.purser.store.custody;

import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// Keys sealed by the transit engine of HashiCorp Vault, whose key never leaves it: a start needs
/// Vault, and a token that may decrypt. The document is bound to its data directory by associated
/// data.
public final class TransitCustody implements Custody {
    public static final String NAME = "vault-transit";

    private static final String CIPHERTEXT = "ciphertext";

    private final TransitKey key;
    private final TransitClient client;

    /// @param token read for each call, so that a renewed one is used
    public TransitCustody(TransitKey key, SecretSource token) {
        this.key = key;
        this.client = new TransitClient(key, token);
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public ObjectNode keep(SecretBytes document, Owner owner) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        key.writeTo(kept);
        return kept.put(CIPHERTEXT, client.encrypt(document, SealedDocument.context(NAME, owner)));
    }

    @Override
    public SecretBytes fetch(ObjectNode kept, Owner owner) {
        return client.decrypt(
                kept.path(CIPHERTEXT).asString(""), SealedDocument.context(NAME, owner));
    }

    @Override
    public String whereabouts(ObjectNode kept) {
        return "in the data directory, sealed by the transit key %s/%s of Vault at %s"
                .formatted(
                        kept.path("mount").asString(""),
                        kept.path("key").asString(""),
                        kept.path("address").asString(""));
    }

    @Override
    public boolean isSettled(ObjectNode kept, Owner owner) {
        return TransitKey.read(kept).equals(key);
    }
}
