package dev.purser.server.pki;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.regex.Pattern;

/// A kubeconfig file with one cluster, one user and one context, credentials embedded.
public final class Kubeconfig {
    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9.-]*");

    private final String cluster;
    private final URI server;
    private final String authorityPem;
    private final CertifiedKey client;

    /// @param cluster the name of cluster and context: lower case letters, digits, `-` and `.`
    /// @param server such as `https://127.0.0.1:6443`
    public Kubeconfig(String cluster, URI server, String authorityPem, CertifiedKey client) {
        if (!NAME.matcher(cluster).matches()) {
            throw new IllegalArgumentException("not a cluster name: " + cluster);
        }
        this.cluster = cluster;
        this.server = server;
        this.authorityPem = authorityPem;
        this.client = client;
    }

    /// Replaces a file, mode 0600.
    public void writeTo(Path file) {
        try {
            DurableFile.writePrivate(file, toYaml().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new PkiException(file + " cannot be written", e);
        }
    }

    private String toYaml() {
        return """
        apiVersion: v1
        kind: Config
        clusters:
        - name: %1$s
          cluster:
            server: %2$s
            certificate-authority-data: %3$s
        users:
        - name: %1$s-admin
          user:
            client-certificate-data: %4$s
            client-key-data: %5$s
        contexts:
        - name: %1$s
          context:
            cluster: %1$s
            user: %1$s-admin
        current-context: %1$s
        """
                .formatted(
                        cluster,
                        server,
                        base64(authorityPem),
                        base64(client.certificatePem()),
                        base64(client.privateKeyPem()));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }
}
