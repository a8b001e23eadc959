package dev.purser.server.pki;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import org.bouncycastle.jcajce.provider.asymmetric.util.EC5Util;

/// The public half of a private key of an elliptic curve, for files that hold the private one
/// alone.
final class CurvePoint {
    private CurvePoint() {}

    static PublicKey publicKey(ECPrivateKey key) throws GeneralSecurityException {
        var generator = EC5Util.convertSpec(key.getParams()).getG();
        ECPoint point = EC5Util.convertPoint(generator.multiply(key.getS()).normalize());
        return KeyFactory.getInstance("EC")
                .generatePublic(new ECPublicKeySpec(point, key.getParams()));
    }
}
