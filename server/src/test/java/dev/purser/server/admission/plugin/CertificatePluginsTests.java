package dev.purser.server.admission.plugin;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.server.admission.AdmissionPlugin;
import dev.purser.server.authz.Authorizer;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.Test;

class CertificatePluginsTests {
    private static final String OLD = "{'spec':{'signerName':'acme.io/one'}}";

    private static PluginRequest requests(AdmissionPlugin plugin) {
        return PluginRequest.to(plugin, "certificates.k8s.io", "certificatesigningrequests");
    }

    /// Allows one verb on one signer.
    private static Authorizer only(String verb, String signer) {
        return (_, attributes) ->
                attributes.resource().equals("signers")
                                && attributes.verb().equals(verb)
                                && attributes.name().equals(signer)
                        ? new Authorizer.Allowed("")
                        : new Authorizer.NoOpinion("");
    }

    @Test
    void approvalNeedsTheVerbOnTheSignerOrItsDomain() {
        for (String signer : new String[] {"acme.io/one", "acme.io/*"}) {
            assertThatCode(() ->
                            requests(new CertificateApproval(only("approve", signer)))
                                    .through("approval")
                                    .update(OLD, OLD))
                    .doesNotThrowAnyException();
        }
        assertThatThrownBy(() ->
                        requests(new CertificateApproval(only("sign", "acme.io/one")))
                                .through("approval")
                                .update("{'metadata':{'name':'r'}}", OLD))
                .hasMessage(
                        "certificatesigningrequests.certificates.k8s.io \"r\" is forbidden: user not permitted to approve requests with signerName \"acme.io/one\"");
    }

    @Test
    void signingNeedsAVerbOfItsOwn() {
        PluginRequest request =
                requests(new CertificateSigning(only("sign", "x"))).through("status");

        assertThatCode(() -> request.update(OLD, OLD)).doesNotThrowAnyException();
        assertThatThrownBy(() ->
                        request.update(
                                "{'spec':{'signerName':'acme.io/one'},'status':{'certificate':'YQ=='}}",
                                OLD))
                .hasMessageContaining(
                        "user not permitted to sign requests with signerName \"acme.io/one\"");
    }

    @Test
    void trustAnchorsOfASignerNeedTheVerbAttest() {
        PluginRequest request =
                PluginRequest.to(
                        new ClusterTrustBundleAttest(only("attest", "x")),
                        "certificates.k8s.io",
                        "clustertrustbundles");

        assertThatCode(() -> request.create("{'spec':{'trustBundle':'b'}}"))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> request.create(OLD))
                .hasMessageContaining(
                        "user not permitted to attest for signerName \"acme.io/one\"");
        assertThatCode(() ->
                        request.update(
                                "{'metadata':{'finalizers':['a']},'spec':{'signerName':'acme.io/one'}}",
                                "{'metadata':{},'spec':{'signerName':'acme.io/one'}}"))
                .doesNotThrowAnyException();
    }

    @Test
    void nobodyAsksForACertificateOfTheMasters() throws Exception {
        PluginRequest request = requests(new CertificateSubjectRestriction());

        assertThatThrownBy(() -> request.create(clientRequest("O=system:masters,CN=eve")))
                .hasMessageContaining(
                        "use of kubernetes.io/kube-apiserver-client signer with system:masters group is not allowed");
        assertThatCode(() -> request.create(clientRequest("O=staff,CN=eve")))
                .doesNotThrowAnyException();
        assertThatThrownBy(() ->
                        request.create(
                                "{'spec':{'signerName':'kubernetes.io/kube-apiserver-client','request':'YQ=='}}"))
                .hasMessageContaining(
                        "failed to parse CSR: PEM block type must be CERTIFICATE REQUEST");
    }

    private static String clientRequest(String subject) throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
        byte[] der =
                new JcaPKCS10CertificationRequestBuilder(new X500Name(subject), keys.getPublic())
                        .build(
                                new JcaContentSignerBuilder("SHA256withECDSA")
                                        .build(keys.getPrivate()))
                        .getEncoded();
        String pem =
                "-----BEGIN CERTIFICATE REQUEST-----\n"
                        + Base64.getMimeEncoder().encodeToString(der)
                        + "\n-----END CERTIFICATE REQUEST-----\n";
        return "{'spec':{'signerName':'kubernetes.io/kube-apiserver-client','request':'%s'}}"
                .formatted(
                        Base64.getEncoder()
                                .encodeToString(pem.getBytes(StandardCharsets.US_ASCII)));
    }
}
