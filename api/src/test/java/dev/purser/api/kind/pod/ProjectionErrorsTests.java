package dev.purser.api.kind.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is wrong with projected volumes: each case with all complaints, in Kubernetes' words.
class ProjectionErrorsTests {
    private final PodSpecs pods = new PodSpecs();

    static Stream<Arguments> cases() {
        return Stream.of(
                Arguments.of(
                        "'volumes':[{'name':'v','projected':{'defaultMode':-1,'sources':[{'secret':{}}]}}]",
                        List.of(
                                "spec.volumes[0].projected.defaultMode: Invalid value: -1: must be a number between 0 and 0777 (octal), both inclusive",
                                "spec.volumes[0].projected.sources[0].secret.name: Required value")),
                Arguments.of(
                        "'volumes':[{'name':'v','projected':{'sources':[{'secret':{'name':'s'},'configMap':{'name':'c'}}]}}]",
                        List.of(
                                "spec.volumes[0].projected.sources[0]: Forbidden: may not specify more than 1 volume type per source")),
                Arguments.of(
                        "'volumes':[{'name':'v','projected':{'sources':[{'secret':{'name':'s','items':[{'key':'k','path':'p'}]}},{'configMap':{'name':'c','items':[{'key':'k','path':'p'}]}}]}}]",
                        List.of(
                                "spec.volumes[0].projected: Invalid value: \"c\": conflicting duplicate paths")),
                Arguments.of(
                        "'volumes':[{'name':'v','projected':{'sources':[{'downwardAPI':{'items':[{'path':'p'}]}}]}}]",
                        List.of(
                                "spec.volumes[0].projected.sources[0].downwardAPI: Required value: one of fieldRef and resourceFieldRef is required")),
                Arguments.of(
                        "'serviceAccountName':'default','volumes':[{'name':'v','projected':{'sources':[{'serviceAccountToken':{'expirationSeconds':5}}]}}]",
                        List.of(
                                "spec.volumes[0].projected.path: Required value",
                                "spec.volumes[0].projected.sources[0].serviceAccountToken.expirationSeconds: Invalid value: 5: may not specify a duration less than 10 minutes")),
                Arguments.of(
                        "'volumes':[{'name':'v','projected':{'sources':[{'clusterTrustBundle':{'path':'p'}}]}}]",
                        List.of(
                                "spec.volumes[0].projected.sources[0].clusterTrustBundle: Required value: either name or signerName must be specified")),
                Arguments.of(
                        "'volumes':[{'name':'v','projected':{'sources':[{'clusterTrustBundle':{'path':'p','name':'a','signerName':'a.b/c'}}]}}]",
                        List.of(
                                "spec.volumes[0].projected.sources[0].clusterTrustBundle: Invalid value: {\"Name\":\"a\",\"SignerName\":\"a.b/c\",\"LabelSelector\":null,\"Optional\":null,\"Path\":\"p\",\"User\":null}: only one of name and signerName may be used")),
                Arguments.of(
                        "'volumes':[{'name':'v','projected':{'sources':[{'clusterTrustBundle':{'path':'p','name':'A','labelSelector':{}}}]}}]",
                        List.of(
                                "spec.volumes[0].projected.sources[0].clusterTrustBundle.labelSelector: Invalid value: {}: labelSelector must be unset if name is specified",
                                "spec.volumes[0].projected.sources[0].clusterTrustBundle.name: Invalid value: \"A\": not a valid clustertrustbundlename: a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')")),
                Arguments.of(
                        "'volumes':[{'name':'v','projected':{'sources':[{'clusterTrustBundle':{'path':'/p','signerName':'a'}}]}}]",
                        List.of(
                                "spec.volumes[0].projected.sources[0].clusterTrustBundle.path: Invalid value: \"/p\": must be a relative path",
                                "spec.volumes[0].projected.sources[0].clusterTrustBundle.signerName: Invalid value: \"a\": must be a fully qualified domain and path of the form 'example.com/signer-name'")),
                Arguments.of(
                        "'volumes':[{'name':'v','projected':{'sources':[{'podCertificate':{'signerName':'a.b/c','keyType':'X'}}]}}]",
                        List.of(
                                "spec.volumes[0].projected.sources[0].podCertificate.keyType: Unsupported value: \"X\": supported values: \"RSA3072\", \"RSA4096\", \"ECDSAP256\", \"ECDSAP384\", \"ECDSAP521\", \"ED25519\"",
                                "spec.volumes[0].projected.sources[0].podCertificate: Required value: specify at least one of credentialBundlePath, keyPath, and certificateChainPath")),
                Arguments.of(
                        "'volumes':[{'name':'v','projected':{'sources':[{'podCertificate':{'signerName':'kubernetes.io/c','keyType':'ED25519','keyPath':'k','certificateChainPath':'k','maxExpirationSeconds':100000}}]}}]",
                        List.of(
                                "spec.volumes[0].projected.sources[0].podCertificate.maxExpirationSeconds: Invalid value: 100000: if provided, maxExpirationSeconds must be <= 86400",
                                "spec.volumes[0].projected: Invalid value: \"k\": conflicting duplicate paths")),
                Arguments.of(
                        "'volumes':[{'name':'v','projected':{'sources':[{'podCertificate':{'signerName':'a.b/c','keyType':'ED25519','keyPath':'k','maxExpirationSeconds':5,'userAnnotations':{'a':'b'}}}]}}]",
                        List.of(
                                "spec.volumes[0].projected.sources[0].podCertificate.maxExpirationSeconds: Invalid value: 5: if provided, maxExpirationSeconds must be >= 3600",
                                "spec.volumes[0].projected.sources[0].podCertificate.userAnnotations: Invalid value: \"a\": must be a domain-prefixed key (such as \"acme.io/foo\")")));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void areComplainedAbout(String fields, List<String> complaints) {
        assertThat(pods.podErrors(fields)).containsExactlyInAnyOrderElementsOf(complaints);
    }
}
