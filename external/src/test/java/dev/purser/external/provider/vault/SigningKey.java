package dev.purser.external.provider.vault;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Base64;

/// Signs tokens as somebody whom a Vault trusts.
record SigningKey(KeyPair pair) {
    static SigningKey generate() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(256);
        return new SigningKey(generator.generateKeyPair());
    }

    /// In PEM form.
    String publicKey() {
        return ClientCertificate.pem("PUBLIC KEY", pair.getPublic().getEncoded());
    }

    /// A token that is good for ten minutes.
    String token(String audience) {
        long now = Instant.now().getEpochSecond();
        String signed =
                encoded("{\"alg\":\"ES256\",\"typ\":\"JWT\"}")
                        + "."
                        + encoded(
                                "{\"sub\":\"robot\",\"aud\":\"%s\",\"iat\":%d,\"exp\":%d}"
                                        .formatted(audience, now, now + 600));
        try {
            Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
            signature.initSign(pair.getPrivate());
            signature.update(signed.getBytes(StandardCharsets.US_ASCII));
            return signed
                    + "."
                    + Base64.getUrlEncoder().withoutPadding().encodeToString(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
