package dev.purser.app.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.app.data.DataDirectory;
import dev.purser.app.data.Instance;
import dev.purser.client.Api;
import dev.purser.client.remote.Connection;
import dev.purser.client.remote.Credential;
import dev.purser.client.remote.RemoteApi;
import java.io.ByteArrayInputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.ExtensionsGenerator;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// From a request for a certificate to a user who is known by it, over real connections.
class CertificateRequestsTests {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration PAUSE = Duration.ofMillis(10);
    private static final GroupVersionResource REQUESTS =
            new GroupVersionResource("certificates.k8s.io", "v1", "certificatesigningrequests");
    private static final GroupVersionResource BINDINGS =
            new GroupVersionResource("rbac.authorization.k8s.io", "v1", "clusterrolebindings");
    private static final GroupVersionResource SELF =
            new GroupVersionResource("authentication.k8s.io", "v1", "selfsubjectreviews");
    private static final String CLIENT = "kubernetes.io/kube-apiserver-client";
    private static final String NODE_CLIENT = "kubernetes.io/kube-apiserver-client-kubelet";

    @TempDir Path root;

    private DataDirectory directory;
    private Purser purser;
    private Api admin;

    @BeforeEach
    void start() throws Exception {
        directory = new DataDirectory(root.resolve("data"));
        directory.create();
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        purser =
                Purser.start(
                        new ServeSettings(directory, Instance.Mode.NO_NODE, address, "test-host"),
                        Clock.systemUTC(),
                        new SecureRandom());
        admin = purser.adminApi();
    }

    @AfterEach
    void stop() {
        purser.close();
    }

    /// A key with a request for a certificate of it.
    private record Wish(KeyPair keys, String request) {
        static Wish of(String subject) throws Exception {
            KeyPair keys = KeyPairGenerator.getInstance("EC").generateKeyPair();
            ExtensionsGenerator extensions = new ExtensionsGenerator();
            extensions.addExtension(Extension.basicConstraints, true, new BasicConstraints(true));
            if (!subject.contains("system:node:")) {
                extensions.addExtension(
                        Extension.subjectAlternativeName,
                        false,
                        new GeneralNames(new GeneralName(GeneralName.dNSName, "jane.example")));
            }
            var builder =
                    new JcaPKCS10CertificationRequestBuilder(
                            new X500Name(subject), keys.getPublic());
            builder.addAttribute(
                    PKCSObjectIdentifiers.pkcs_9_at_extensionRequest, extensions.generate());
            byte[] der =
                    builder.build(
                                    new JcaContentSignerBuilder("SHA256withECDSA")
                                            .build(keys.getPrivate()))
                            .getEncoded();
            return new Wish(keys, pem("CERTIFICATE REQUEST", der));
        }

        String keyPem() {
            return pem("PRIVATE KEY", keys.getPrivate().getEncoded());
        }

        private static String pem(String label, byte[] der) {
            return "-----BEGIN %1$s-----\n%2$s\n-----END %1$s-----\n"
                    .formatted(label, Base64.getMimeEncoder().encodeToString(der));
        }
    }

    private void ask(Api api, String name, Wish wish, String signer) {
        var _ =
                api.create(
                        REQUESTS,
                        KubeObject.of(
                                tree(
                                        """
                                        {"apiVersion":"certificates.k8s.io/v1",
                                         "kind":"CertificateSigningRequest",
                                         "metadata":{"name":"%s"},
                                         "spec":{"request":"%s","signerName":"%s",
                                          "expirationSeconds":3600,
                                          "usages":["digital signature","client auth"]}}
                                        """
                                                .formatted(name, base64(wish.request()), signer))));
    }

    private void approve(String name) {
        KubeObject request = admin.get(REQUESTS, "", name);
        request.status()
                .withArray("conditions")
                .addObject()
                .put("type", "Approved")
                .put("status", "True")
                .put("reason", "ByTest");
        var _ = admin.updateSubresource(Api.ObjectRef.of(REQUESTS, request), "approval", request);
    }

    private String issued(String name) {
        String encoded = admin.get(REQUESTS, "", name).status().path("certificate").asString("");
        return new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    }

    private RemoteApi as(Wish wish, String certificate) throws Exception {
        return new RemoteApi(
                new Connection(
                        purser.address(),
                        Files.readString(directory.pki().resolve("ca.crt")),
                        Credential.clientCertificate(certificate, wish.keyPem())));
    }

    private static List<String> whoAmI(Api api) {
        KubeObject review =
                api.create(
                        SELF,
                        KubeObject.of(
                                tree(
                                        """
                                        {"apiVersion":"authentication.k8s.io/v1",
                                         "kind":"SelfSubjectReview"}
                                        """)));
        var user = review.status().path("userInfo");
        return Stream.concat(
                        Stream.of(user.path("username").asString("")),
                        user.path("groups").valueStream().map(group -> group.asString("")))
                .toList();
    }

    @Test
    void anApprovedRequestMakesAUser() throws Exception {
        Wish wish = Wish.of("O=dev,O=ops,CN=jane,UID=7");
        ask(admin, "jane", wish, CLIENT);
        approve("jane");
        await(() -> !issued("jane").isEmpty());

        try (RemoteApi jane = as(wish, issued("jane"))) {
            assertThat(whoAmI(jane)).containsExactly("jane", "dev", "ops", "system:authenticated");
            assertThatThrownBy(() -> jane.get(REQUESTS, "", "jane"))
                    .isInstanceOf(StatusException.class)
                    .hasMessage(
                            "certificatesigningrequests.certificates.k8s.io \"jane\" is forbidden: User \"jane\" cannot get resource \"certificatesigningrequests\" in API group \"certificates.k8s.io\" at the cluster scope");
        }
        X509Certificate certificate =
                (X509Certificate)
                        CertificateFactory.getInstance("X.509")
                                .generateCertificate(
                                        new ByteArrayInputStream(
                                                issued("jane")
                                                        .getBytes(StandardCharsets.US_ASCII)));
        assertThat(certificate.getBasicConstraints()).as("no authority").isEqualTo(-1);
        assertThat(certificate.getSubjectX500Principal().getName()).doesNotContain("7");
        assertThat(certificate.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(certificate.getSubjectAlternativeNames().iterator().next().get(1))
                .isEqualTo("jane.example");
        assertThat(
                        Duration.between(
                                certificate.getNotBefore().toInstant(),
                                certificate.getNotAfter().toInstant()))
                .isEqualTo(Duration.ofMinutes(65));
    }

    @Test
    void aNodeJoinsAndRenewsByItself() throws Exception {
        bind("join", "system:node-bootstrapper", "system:bootstrappers");
        bind(
                "approve",
                "system:certificates.k8s.io:certificatesigningrequests:nodeclient",
                "system:bootstrappers");
        Wish joining = Wish.of("O=system:bootstrappers,CN=joining");
        ask(admin, "joining", joining, CLIENT);
        approve("joining");
        await(() -> !issued("joining").isEmpty());

        Wish node = Wish.of("O=system:nodes,CN=system:node:n2");
        try (RemoteApi api = as(joining, issued("joining"))) {
            ask(api, "n2", node, NODE_CLIENT);
        }
        await(() -> !issued("n2").isEmpty());
        var condition = admin.get(REQUESTS, "", "n2").status().path("conditions").get(0);
        assertThat(condition.path("reason").asString("")).isEqualTo("AutoApproved");
        assertThat(condition.path("message").asString(""))
                .isEqualTo("Auto approving kubelet client certificate after SubjectAccessReview.");

        Wish renewed = Wish.of("O=system:nodes,CN=system:node:n2");
        Wish other = Wish.of("O=system:nodes,CN=system:node:n3");
        try (RemoteApi api = as(node, issued("n2"))) {
            assertThat(whoAmI(api)).contains("system:node:n2", "system:nodes");
            assertThatThrownBy(() -> ask(api, "n3", other, NODE_CLIENT))
                    .hasMessageContaining("can only create a node CSR with CN=system:node:n2");
            ask(api, "n2-renewed", renewed, NODE_CLIENT);
            assertThat(issued("n2-renewed")).as("nobody gave the right").isEmpty();
            bind(
                    "renew",
                    "system:certificates.k8s.io:certificatesigningrequests:selfnodeclient",
                    "system:nodes");
        }
        await(() -> !issued("n2-renewed").isEmpty());
        assertThat(
                        admin.get(REQUESTS, "", "n2-renewed")
                                .status()
                                .path("conditions")
                                .get(0)
                                .path("message")
                                .asString(""))
                .startsWith("Auto approving self kubelet");
    }

    private void bind(String name, String role, String group) {
        var _ =
                admin.create(
                        BINDINGS,
                        KubeObject.of(
                                tree(
                                        """
                                        {"apiVersion":"rbac.authorization.k8s.io/v1",
                                         "kind":"ClusterRoleBinding","metadata":{"name":"%s"},
                                         "roleRef":{"apiGroup":"rbac.authorization.k8s.io",
                                          "kind":"ClusterRole","name":"%s"},
                                         "subjects":[{"kind":"Group","name":"%s",
                                          "apiGroup":"rbac.authorization.k8s.io"}]}
                                        """
                                                .formatted(name, role, group))));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static ObjectNode tree(String json) {
        return (ObjectNode) JsonMapper.shared().readTree(json);
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(deadline);
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }
}
