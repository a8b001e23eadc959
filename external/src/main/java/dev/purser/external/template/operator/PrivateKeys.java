package dev.purser.external.template.operator;

import dev.purser.external.template.run.CallException;
import java.io.IOException;
import java.security.PrivateKey;
import org.bouncycastle.asn1.ASN1Sequence;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.pkcs.RSAPrivateKey;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x509.AlgorithmIdentifier;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.openssl.jcajce.JcaPEMKeyConverter;

/// Reads private keys: PKCS #8, or the older forms of RSA and elliptic curves.
final class PrivateKeys {
    private static final int RSA_MEMBERS_MIN = 9;

    private PrivateKeys() {}

    static PrivateKey read(Pem block) throws CallException {
        try {
            return new JcaPEMKeyConverter().getPrivateKey(info(block.bytes()));
        } catch (IOException | IllegalArgumentException | ClassCastException e) {
            throw new CallException("unable to parse private key type");
        }
    }

    private static PrivateKeyInfo info(byte[] der) throws IOException {
        ASN1Sequence sequence = ASN1Sequence.getInstance(der);
        if (sequence.size() >= RSA_MEMBERS_MIN) {
            return new PrivateKeyInfo(
                    new AlgorithmIdentifier(PKCSObjectIdentifiers.rsaEncryption, DERNull.INSTANCE),
                    RSAPrivateKey.getInstance(sequence));
        }
        if (sequence.getObjectAt(1) instanceof ASN1Sequence) {
            return PrivateKeyInfo.getInstance(sequence);
        }
        ECPrivateKey key = ECPrivateKey.getInstance(sequence);
        return new PrivateKeyInfo(
                new AlgorithmIdentifier(
                        X9ObjectIdentifiers.id_ecPublicKey, key.getParametersObject()),
                key);
    }
}
