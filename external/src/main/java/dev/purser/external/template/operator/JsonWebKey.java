package dev.purser.external.template.operator;

import dev.purser.external.template.run.CallException;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Base64;
import java.util.Map;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x9.ECNamedCurveTable;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.params.RSAKeyParameters;
import org.bouncycastle.crypto.params.RSAPrivateCrtKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A JSON Web Key: RSA, an elliptic curve, or Ed25519.
final class JsonWebKey {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final Map<String, ASN1ObjectIdentifier> CURVES =
            Map.of(
                    "P-256", X9ObjectIdentifiers.prime256v1,
                    "P-384", SECObjectIdentifiers.secp384r1,
                    "P-521", SECObjectIdentifiers.secp521r1);

    private final JsonNode key;

    private JsonWebKey(JsonNode key) {
        this.key = key;
    }

    static JsonWebKey read(String json) throws CallException {
        try {
            JsonNode key = MAPPER.readTree(json);
            if (key.isObject() && key.path("kty").isString()) {
                return new JsonWebKey(key);
            }
        } catch (JacksonException e) {
            throw new CallException("failed to unmarshal JSON into key hint");
        }
        throw new CallException("failed to unmarshal JSON into key hint: no kty");
    }

    Pem publicKey() throws CallException {
        if (key.has("d")) {
            throw new CallException("x509: unsupported public key type: the key is a private one");
        }
        try {
            return Pem.of(
                    "PUBLIC KEY",
                    SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(publicParameters())
                            .getEncoded());
        } catch (IOException | IllegalArgumentException | ArithmeticException e) {
            throw new CallException("failed to parse JWK");
        }
    }

    Pem privateKey() throws CallException {
        if (!key.has("d")) {
            throw new CallException(
                    "x509: unknown key type while marshaling PKCS#8: the key is a public one");
        }
        try {
            return Pem.of(
                    "PRIVATE KEY",
                    PrivateKeyInfoFactory.createPrivateKeyInfo(privateParameters()).getEncoded());
        } catch (IOException | IllegalArgumentException | ArithmeticException e) {
            throw new CallException("failed to parse JWK");
        }
    }

    private AsymmetricKeyParameter publicParameters() throws CallException {
        return switch (type()) {
            case "RSA" -> new RSAKeyParameters(false, number("n"), number("e"));
            case "EC" -> {
                ECNamedDomainParameters curve = curve();
                yield new ECPublicKeyParameters(
                        curve.getCurve().createPoint(number("x"), number("y")), curve);
            }
            case "OKP" -> new Ed25519PublicKeyParameters(bytes("x"));
            default -> throw unsupported();
        };
    }

    private AsymmetricKeyParameter privateParameters() throws CallException {
        return switch (type()) {
            case "RSA" ->
                    new RSAPrivateCrtKeyParameters(
                            number("n"),
                            number("e"),
                            number("d"),
                            number("p"),
                            number("q"),
                            number("dp"),
                            number("dq"),
                            number("qi"));
            case "EC" -> new ECPrivateKeyParameters(number("d"), curve());
            case "OKP" -> new Ed25519PrivateKeyParameters(bytes("d"));
            default -> throw unsupported();
        };
    }

    private String type() throws CallException {
        String type = key.path("kty").asString("");
        if (type.equals("OKP") && !key.path("crv").asString("").equals("Ed25519")) {
            throw unsupported();
        }
        return type;
    }

    private static CallException unsupported() {
        return new CallException("failed to parse JWK: the type of key is not supported");
    }

    private ECNamedDomainParameters curve() throws CallException {
        ASN1ObjectIdentifier curve = CURVES.get(key.path("crv").asString(""));
        if (curve == null) {
            throw unsupported();
        }
        X9ECParameters parameters = ECNamedCurveTable.getByOID(curve);
        return new ECNamedDomainParameters(curve, parameters);
    }

    private BigInteger number(String member) throws CallException {
        return new BigInteger(1, bytes(member));
    }

    private byte[] bytes(String member) throws CallException {
        String text = key.path(member).asString("");
        if (text.isEmpty()) {
            throw new CallException(
                    "failed to parse JWK: required field " + member + " is missing");
        }
        return Base64.getUrlDecoder().decode(text.replace("=", ""));
    }
}
