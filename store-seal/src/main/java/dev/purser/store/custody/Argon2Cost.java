package dev.purser.store.custody;

import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// How dear it is to try one passphrase with Argon2id (RFC 9106).
///
/// @param memoryKib memory in KiB
/// @param passes over that memory
/// @param lanes of it
public record Argon2Cost(int memoryKib, int passes, int lanes) {
    /// The second recommendation of RFC 9106, 4: 64 MiB, three passes, four lanes.
    public static final Argon2Cost RECOMMENDED = new Argon2Cost(64 * 1024, 3, 4);

    private static final int MEMORY_KIB_MAX = 4 * 1024 * 1024;
    private static final int PASSES_MAX = 1_000;
    private static final int LANES_MAX = 255;
    private static final int KEY_BYTES = 32;

    /// A record may come from anywhere, and must not exhaust the machine.
    public Argon2Cost {
        if (lanes < 1
                || lanes > LANES_MAX
                || passes < 1
                || passes > PASSES_MAX
                || memoryKib < 8 * lanes
                || memoryKib > MEMORY_KIB_MAX) {
            throw new CustodyException("the record of the keys is damaged: its Argon2 cost is odd");
        }
    }

    static Argon2Cost read(JsonNode json) {
        return new Argon2Cost(
                json.path("memoryKiB").asInt(0),
                json.path("passes").asInt(0),
                json.path("lanes").asInt(0));
    }

    void writeTo(ObjectNode json) {
        json.put("memoryKiB", memoryKib).put("passes", passes).put("lanes", lanes);
    }

    /// A key of 32 bytes.
    SecretBytes derive(SecretBytes passphrase, byte[] salt) {
        Argon2BytesGenerator generator = new Argon2BytesGenerator();
        generator.init(
                new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                        .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                        .withMemoryAsKB(memoryKib)
                        .withIterations(passes)
                        .withParallelism(lanes)
                        .withSalt(salt)
                        .build());
        byte[] key = new byte[KEY_BYTES];
        generator.generateBytes(passphrase.bytes(), key);
        return SecretBytes.of(key);
    }
}
