package dev.purser.server.authn.jose;

import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.ECKey;
import java.security.interfaces.RSAKey;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// How tokens are signed (RFC 7518, 3.1), under the names of the header `alg`.
public enum SignatureAlgorithm {
    RS256("SHA256withRSA", Family.RSA, 256),
    RS384("SHA384withRSA", Family.RSA, 384),
    RS512("SHA512withRSA", Family.RSA, 512),
    ES256("SHA256withECDSAinP1363Format", Family.CURVE, 256),
    ES384("SHA384withECDSAinP1363Format", Family.CURVE, 384),
    ES512("SHA512withECDSAinP1363Format", Family.CURVE, 521),
    PS256("RSASSA-PSS", Family.RSA_PSS, 256),
    PS384("RSASSA-PSS", Family.RSA_PSS, 384),
    PS512("RSASSA-PSS", Family.RSA_PSS, 512);

    private static final int RSA_BITS_MIN = 1024;

    private final String javaName;
    private final Family family;
    private final int bits;

    private enum Family {
        RSA,
        RSA_PSS,
        CURVE
    }

    /// @param bits of the hash, or of the curve
    SignatureAlgorithm(String javaName, Family family, int bits) {
        this.javaName = javaName;
        this.family = family;
        this.bits = bits;
    }

    /// The algorithm of a header; empty for any that is not accepted here.
    public static Optional<SignatureAlgorithm> named(String name) {
        return Arrays.stream(values()).filter(one -> one.name().equals(name)).findFirst();
    }

    /// The algorithm that Kubernetes signs with for such a key; empty for keys of other kinds.
    public static Optional<SignatureAlgorithm> of(Key key) {
        return Arrays.stream(values()).filter(one -> one.fits(key)).findFirst();
    }

    /// Whether a key is one for this algorithm, by its kind and curve.
    public boolean fits(Key key) {
        return switch (family) {
            case RSA, RSA_PSS ->
                    key instanceof RSAKey rsa && rsa.getModulus().bitLength() >= RSA_BITS_MIN;
            case CURVE ->
                    key instanceof ECKey curve
                            && curve.getParams().getCurve().getField().getFieldSize() == bits;
        };
    }

    /// Whether the owner of this key signed these bytes, in this way.
    boolean verifies(PublicKey key, byte[] signed, byte[] signature) {
        if (!fits(key)) {
            return false;
        }
        try {
            Signature verifier = prepared();
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (GeneralSecurityException e) {
            // A signature of the wrong length or form is one that does not verify.
            return false;
        }
    }

    byte[] sign(PrivateKey key, byte[] bytes, SecureRandom random) throws GeneralSecurityException {
        Signature signer = prepared();
        signer.initSign(key, random);
        signer.update(bytes);
        return signer.sign();
    }

    private Signature prepared() throws GeneralSecurityException {
        Signature signature = Signature.getInstance(javaName);
        PSSParameterSpec parameters = parameters();
        if (parameters != null) {
            signature.setParameter(parameters);
        }
        return signature;
    }

    /// The salt is as long as the hash (RFC 7518, 3.5).
    private @Nullable PSSParameterSpec parameters() {
        if (family != Family.RSA_PSS) {
            return null;
        }
        String hash = "SHA-" + bits;
        return new PSSParameterSpec(
                hash,
                "MGF1",
                new MGF1ParameterSpec(hash),
                bits / Byte.SIZE,
                PSSParameterSpec.TRAILER_FIELD_BC);
    }
}
