package dev.purser.server.pki;

import java.util.List;

/// What a certificate is to say of its holder.
///
/// @param commonName the user name of a client; for a server, a name for people
/// @param organizations the groups of a client
/// @param names the names and addresses a server answers to
record CertificateProfile(
        String commonName, List<String> organizations, Usage usage, ServingNames names) {
    CertificateProfile {
        organizations = List.copyOf(organizations);
    }

    static CertificateProfile server(ServingNames names) {
        return new CertificateProfile("kube-apiserver", List.of(), Usage.SERVER, names);
    }

    static CertificateProfile node(String nodeName, ServingNames names) {
        return new CertificateProfile(
                "system:node:" + nodeName, List.of("system:nodes"), Usage.SERVER, names);
    }

    static CertificateProfile client(ClientSubject subject) {
        return new CertificateProfile(
                subject.user(), subject.groups(), Usage.CLIENT, ServingNames.none());
    }

    /// What kind of key the holder gets.
    String keyAlgorithm() {
        return switch (usage) {
            case SERVER -> KeyMaterial.OWN;
            case CLIENT -> KeyMaterial.CLIENTS;
        };
    }

    /// Which end of a connection the certificate is for.
    enum Usage {
        SERVER,
        CLIENT
    }
}
