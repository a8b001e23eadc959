package dev.purser.controllers.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.controllers.certificate.CertificateAuthority.Subject;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignerRulesTests {
    private static final String CLIENT = "digital signature+key encipherment+client auth";
    private static final String SERVER = "digital signature+key encipherment+server auth";

    /// Subjects are `CN/O,O/DNS/email/address/URI`.
    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    kube-apiserver-client         | jane/dev////                         | client auth                         |
                    kube-apiserver-client         | jane/dev/a.b/m@b/1.2.3.4/u://x       | CLIENT                              |
                    kube-apiserver-client         | jane/dev////                         | digital signature                   | missing required usage for client certificate: client auth
                    kube-apiserver-client         | jane/dev////                         | client auth+server auth             | invalid usage for client certificate: server auth
                    kube-apiserver-client         | jane/dev////                         | client auth+cert sign               | invalid usage for client certificate: cert sign
                    kube-apiserver-client-kubelet | system:node:n/system:nodes////       | CLIENT                              |
                    kube-apiserver-client-kubelet | system:node:n/system:nodes////       | digital signature+client auth       |
                    kube-apiserver-client-kubelet | system:node:n/other////              | CLIENT                              | subject organization is not system:nodes
                    kube-apiserver-client-kubelet | system:node:n/system:nodes,more////  | CLIENT                              | subject organization is not system:nodes
                    kube-apiserver-client-kubelet | system:node:n/system:nodes/a.b///    | CLIENT                              | DNS subjectAltNames are not allowed
                    kube-apiserver-client-kubelet | system:node:n/system:nodes//m@b//    | CLIENT                              | Email subjectAltNames are not allowed
                    kube-apiserver-client-kubelet | system:node:n/system:nodes///1.2.3.4/| CLIENT                              | IP subjectAltNames are not allowed
                    kube-apiserver-client-kubelet | system:node:n/system:nodes////u://x  | CLIENT                              | URI subjectAltNames are not allowed
                    kube-apiserver-client-kubelet | n/system:nodes////                   | CLIENT                              | subject common name does not begin with system:node:
                    kube-apiserver-client-kubelet | system:node:n/system:nodes////       | client auth                         | usages did not match [client auth digital signature key encipherment]
                    kubelet-serving               | system:node:n/system:nodes/n.b///    | SERVER                              |
                    kubelet-serving               | system:node:n/system:nodes///1.2.3.4/| digital signature+server auth       |
                    kubelet-serving               | system:node:n/system:nodes////       | SERVER                              | DNS or IP subjectAltName is required
                    kubelet-serving               | system:node:n/dev/n.b///             | SERVER                              | subject organization is not system:nodes
                    kubelet-serving               | system:node:n/system:nodes/n.b/m@b// | SERVER                              | Email subjectAltNames are not allowed
                    kubelet-serving               | system:node:n/system:nodes/n.b///u:x | SERVER                              | URI subjectAltNames are not allowed
                    kubelet-serving               | system:node:n/system:nodes/n.b///    | CLIENT                              | usages did not match [digital signature key encipherment server auth]
                    kubelet-serving               | n/system:nodes/n.b///                | SERVER                              | subject common name does not begin with system:node:
                    legacy-unknown                | anybody/any////                      | cert sign                           |
                    """)
    void judgesAsKubernetesDoes(String signer, String subject, String usages, String problem) {
        String words = usages.equals("CLIENT") ? CLIENT : usages.equals("SERVER") ? SERVER : usages;

        var found =
                SignerRules.of("kubernetes.io/" + signer)
                        .orElseThrow()
                        .problem(subject(subject), List.of(words.split("\\+")));

        assertThat(found.orElse(null)).isEqualTo(problem);
    }

    @Test
    void signersOfOthersAreLeftAlone() {
        assertThat(SignerRules.of("example.com/mine")).isEmpty();
        assertThat(SignerRules.of("kubernetes.io/kube-apiserver-serving")).isEmpty();
    }

    private static Subject subject(String text) {
        String[] parts = text.split("/(?!/x)", 6);
        return new Subject(
                parts[0],
                list(parts[1]),
                list(parts[2]),
                list(parts[3]),
                list(parts[4]),
                list(parts[5]));
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(",")).filter(part -> !part.isEmpty()).toList();
    }
}
