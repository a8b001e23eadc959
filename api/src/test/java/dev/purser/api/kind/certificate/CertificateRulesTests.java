package dev.purser.api.kind.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.KindRules;
import dev.purser.api.kind.Writes;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.FieldErrors;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

final class CertificateRulesTests {
    private static final String API = "certificates.k8s.io/v1";
    private static final String KIND = "CertificateSigningRequest";
    private static final String REQUEST =
            "{'metadata':{'name':'r'},'spec':{'request':'eA==','signerName':'%s','usages':['%s']}}";

    private final Writes writes = new Writes();

    @Nested
    class Requests {
        @Test
        void nameASignerAndKnownUsages() {
            assertThat(writes.errors(API, KIND, REQUEST.formatted("a.b/c", "client auth")))
                    .isEmpty();
            assertThat(writes.errors(API, KIND, REQUEST.formatted("a/c", "juggling")))
                    .hasSize(2)
                    .anySatisfy(error ->
                            assertThat(error).startsWith("spec.usages[0]: Unsupported value:"))
                    .contains(
                            "spec.signerName: Invalid value: \"a\": should be a domain with at"
                                    + " least two segments separated by dots");
        }

        @Test
        void areReadBeforeTheyAreTaken() {
            RequestReader refusing = request -> Optional.of("no request");
            KindRules rules =
                    new SigningRequestRules(
                            SigningRequestRules.Door.MAIN,
                            refusing,
                            InstantSource.fixed(Instant.EPOCH));
            FieldErrors errors = new FieldErrors();
            rules.validate(stored(), errors);
            assertThat(errors.list())
                    .singleElement()
                    .hasToString("spec.request: Invalid value: \"eA==\": no request");
        }

        @Test
        void areJudgedByApproversOnly() {
            KubeObject request = stored();
            assertThat(writes.statusErrors(request, next -> approve(next, "True")))
                    .containsExactly(
                            "status.conditions: Forbidden: updates may not add a condition of type"
                                    + " \"Approved\"");
        }

        @Test
        void noteWhenTheyWereJudged() {
            KindRules approval =
                    new CertificateKinds(
                                    RequestReader.TRUSTING,
                                    InstantSource.fixed(Instant.parse("2026-01-02T03:04:05.6Z")))
                            .approval();
            KubeObject request = stored();
            KubeObject next = request.copy();
            approve(next, "True");
            next.spec().putArray("usages").add("any");
            approval.prepareForUpdate(next, request);
            assertThat(next.spec()).isEqualTo(request.spec());
            assertThat(next.status().at("/conditions/0/lastTransitionTime").asString())
                    .isEqualTo("2026-01-02T03:04:05Z");
            FieldErrors errors = new FieldErrors();
            approval.validateUpdate(next, request, errors);
            assertThat(errors.list()).isEmpty();
        }

        private KubeObject stored() {
            return writes.create(API, KIND, REQUEST.formatted("a.b/c", "client auth"));
        }

        private static void approve(KubeObject request, String status) {
            ObjectNode condition = request.status().putArray("conditions").addObject();
            condition.put("type", "Approved").put("status", status);
        }
    }

    @Nested
    class TrustBundles {
        private List<String> errors(String name, String spec) {
            return writes.errors(
                    API,
                    "ClusterTrustBundle",
                    "{'metadata':{'name':'%s'},'spec':{%s}}".formatted(name, spec));
        }

        @Test
        void holdCertificatesOfAuthorities() {
            assertThat(errors("b", "'trustBundle':'nothing'"))
                    .containsExactly(
                            "spec.trustBundle: Invalid value: \"<value omitted>\": at least one"
                                    + " trust anchor must be provided");
            assertThat(
                            errors(
                                    "b",
                                    "'trustBundle':'-----BEGIN CERTIFICATE-----\\naGVsbG8=\\n"
                                            + "-----END CERTIFICATE-----\\n'"))
                    .containsExactly(
                            "spec.trustBundle: Invalid value: \"<value omitted>\": entry 0 does not"
                                    + " parse as X.509");
        }

        /// Made by Go's crypto/x509, whose authorities need no name.
        @Test
        void authoritiesMayBeNameless() {
            String nameless =
                    "-----BEGIN CERTIFICATE-----\\n"
                            + "MIIBAzCBtqADAgECAhQ7UtQJggofOQZ7enXDLitSOIBCVDAFBgMrZXAwADAeFw0y\\n"
                            + "NjExMjMxODQwNDlaFw0yNjEyMDUwODI3MjlaMAAwKjAFBgMrZXADIQCYdT+BIvZo\\n"
                            + "MIA7ZFg+kzBkG7cm8EG5AS3tIAHjO/0Ug6NCMEAwDgYDVR0PAQH/BAQDAgKEMA8G\\n"
                            + "A1UdEwEB/wQFMAMBAf8wHQYDVR0OBBYEFBKdkA+J9bDKBrGLBdPY0juv4sUmMAUG\\n"
                            + "AytlcANBAMONumIn0Cxnl/HM6FtZXbFWhj5zXphRSRH1yhNU8iVDjw8Jt1+Er+vI\\n"
                            + "VbJ/Ki7pPjKmOP1YqngEnLffy4aVkgg=\\n"
                            + "-----END CERTIFICATE-----\\n";
            assertThat(errors("b", "'trustBundle':'%s'".formatted(nameless))).isEmpty();
            assertThat(errors("b", "'trustBundle':'%s'".formatted(nameless + nameless)))
                    .containsExactly(
                            "spec.trustBundle: Invalid value: \"<value omitted>\": duplicate trust"
                                    + " anchor (indices [0 1])");
        }

        @Test
        void areNamedAfterTheirSigner() {
            assertThat(errors("b", "'signerName':'a.b/c','trustBundle':'x'"))
                    .contains(
                            "metadata.name: Invalid value: \"b\": ClusterTrustBundle for signerName"
                                    + " a.b/c must be named with prefix a.b:c:");
        }
    }
}
