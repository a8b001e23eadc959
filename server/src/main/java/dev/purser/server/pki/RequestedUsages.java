package dev.purser.server.pki;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;

/// The usages of a CertificateSigningRequest (`certificates/v1 KeyUsage`) as a certificate has
/// them.
///
/// @param keyUsage bits of [KeyUsage]
record RequestedUsages(int keyUsage, List<KeyPurposeId> purposes) {
    private static final Map<String, Integer> KEY_USAGES =
            Map.of(
                    "signing", KeyUsage.digitalSignature,
                    "digital signature", KeyUsage.digitalSignature,
                    "content commitment", KeyUsage.nonRepudiation,
                    "key encipherment", KeyUsage.keyEncipherment,
                    "key agreement", KeyUsage.keyAgreement,
                    "data encipherment", KeyUsage.dataEncipherment,
                    "cert sign", KeyUsage.keyCertSign,
                    "crl sign", KeyUsage.cRLSign,
                    "encipher only", KeyUsage.encipherOnly,
                    "decipher only", KeyUsage.decipherOnly);

    /// With the order in which Go writes them.
    private static final Map<String, Purpose> PURPOSES =
            Map.ofEntries(
                    Map.entry("any", new Purpose(0, KeyPurposeId.anyExtendedKeyUsage)),
                    Map.entry("server auth", new Purpose(1, KeyPurposeId.id_kp_serverAuth)),
                    Map.entry("client auth", new Purpose(2, KeyPurposeId.id_kp_clientAuth)),
                    Map.entry("code signing", new Purpose(3, KeyPurposeId.id_kp_codeSigning)),
                    Map.entry(
                            "email protection", new Purpose(4, KeyPurposeId.id_kp_emailProtection)),
                    Map.entry("s/mime", new Purpose(4, KeyPurposeId.id_kp_emailProtection)),
                    Map.entry(
                            "ipsec end system", new Purpose(5, KeyPurposeId.id_kp_ipsecEndSystem)),
                    Map.entry("ipsec tunnel", new Purpose(6, KeyPurposeId.id_kp_ipsecTunnel)),
                    Map.entry("ipsec user", new Purpose(7, KeyPurposeId.id_kp_ipsecUser)),
                    Map.entry("timestamping", new Purpose(8, KeyPurposeId.id_kp_timeStamping)),
                    Map.entry("ocsp signing", new Purpose(9, KeyPurposeId.id_kp_OCSPSigning)),
                    Map.entry("microsoft sgc", new Purpose(10, KeyPurposeId.id_kp_msSGC)),
                    Map.entry("netscape sgc", new Purpose(11, KeyPurposeId.id_kp_nsSGC)));

    private record Purpose(int order, KeyPurposeId id) {}

    RequestedUsages {
        purposes = List.copyOf(purposes);
    }

    /// @throws IOException when one of them is unknown
    static RequestedUsages of(List<String> usages) throws IOException {
        int keyUsage = 0;
        Map<Integer, KeyPurposeId> purposes = new TreeMap<>();
        List<String> unknown = new ArrayList<>();
        for (String usage : usages) {
            if (KEY_USAGES.containsKey(usage)) {
                keyUsage |= KEY_USAGES.get(usage);
            } else if (PURPOSES.get(usage) instanceof Purpose(int order, KeyPurposeId id)) {
                purposes.put(order, id);
            } else {
                unknown.add(usage);
            }
        }
        if (!unknown.isEmpty()) {
            throw new IOException("unrecognized usage values: " + quoted(Set.copyOf(unknown)));
        }
        return new RequestedUsages(keyUsage, List.copyOf(purposes.values()));
    }

    private static String quoted(Set<String> values) {
        return values.stream()
                .sorted()
                .map(value -> "\"" + value + "\"")
                .collect(Collectors.joining(" ", "[", "]"));
    }
}
