package dev.purser.api.kind.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.Writes;
import dev.purser.api.meta.KubeObject;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ServiceRulesTests {
    private static final String ADDRESS = "'clusterIP':'10.96.1.1','clusterIPs':['10.96.1.1']";

    private final Writes writes = new Writes();

    private KubeObject service(String spec) {
        return writes.create("v1", "Service", "{'spec':{" + spec + "}}");
    }

    @Nested
    class Defaults {
        @Test
        void portsLeadToThemselvesOverTcp() {
            KubeObject service = service("'ports':[{'port':80},{'port':81,'targetPort':'web'}]");

            assertThat(service.json().at("/spec/ports/0/targetPort").asInt()).isEqualTo(80);
            assertThat(service.json().at("/spec/ports/0/protocol").asString()).isEqualTo("TCP");
            assertThat(service.json().at("/spec/ports/1/targetPort").asString()).isEqualTo("web");
        }

        @Test
        void externalPolicyIsForThoseThatCanBeReachedFromOutside() {
            assertThat(service("'type':'ClusterIP'").spec().has("externalTrafficPolicy")).isFalse();
            assertThat(service("'externalIPs':['1.2.3.4']").spec().has("externalTrafficPolicy"))
                    .isTrue();
        }

        @Test
        void affinityLastsThreeHours() {
            assertThat(
                            service("'sessionAffinity':'ClientIP'")
                                    .json()
                                    .at("/spec/sessionAffinityConfig/clientIP/timeoutSeconds")
                                    .asInt())
                    .isEqualTo(10_800);
        }
    }

    @Nested
    class Validation {
        @Test
        void namesAreNeededAsSoonAsThereAreTwoPorts() {
            assertThat(
                            writes.errors(
                                    "v1",
                                    "Service",
                                    "{'spec':{" + ADDRESS + ",'ports':[{'port':80},{'port':80}]}}"))
                    .containsExactly(
                            "spec.ports[0].name: Required value",
                            "spec.ports[1].name: Required value",
                            "spec.ports[1]: Duplicate value: {\"Name\":\"\",\"Protocol\":\"TCP\","
                                    + "\"AppProtocol\":null,\"Port\":80,\"TargetPort\":0,\"NodePort\":0}");
        }

        @Test
        void anExternalNameHasNoAddress() {
            assertThat(
                            writes.errors(
                                    "v1",
                                    "Service",
                                    "{'spec':{'type':'ExternalName'," + ADDRESS + "}}"))
                    .containsExactly(
                            "spec.clusterIPs: Forbidden: may not be set for ExternalName services",
                            "spec.externalName: Required value");
        }
    }

    @Nested
    class Updates {
        private final KubeObject old =
                service(ADDRESS + ",'type':'NodePort','ports':[{'port':80,'nodePort':30001}]");

        @Test
        void theAddressStays() {
            assertThat(
                            writes.updateErrors(
                                    old,
                                    next -> {
                                        next.spec().put("clusterIP", "10.96.1.2");
                                        next.spec().putArray("clusterIPs").add("10.96.1.2");
                                    }))
                    .containsExactly(
                            "spec.clusterIPs[0]: Invalid value: [\"10.96.1.2\"]: may not change"
                                    + " once set");
        }

        @Test
        void theAddressIsCarriedOverWhenItIsNotMentioned() {
            KubeObject next = service("'type':'NodePort','ports':[{'port':81}]");

            ServiceCarryOver.complete(next, old);

            assertThat(next.spec().path("clusterIP").asString()).isEqualTo("10.96.1.1");
            assertThat(next.json().at("/spec/ports/0/nodePort").asInt()).isEqualTo(30_001);
        }

        @Test
        void portsOfTheNodeGoWithTheType() {
            KubeObject next = writes.update(old, it -> it.spec().put("type", "ClusterIP"));

            assertThat(next.json().at("/spec/ports/0/nodePort").isMissingNode()).isTrue();
            assertThat(next.spec().has("externalTrafficPolicy")).isFalse();
        }
    }

    @Test
    void warnsOfSpellingsAndOfWhatIsIgnored() {
        KubeObject service = service(ADDRESS + ",'externalName':'x','externalIPs':['FE80:0::1']");

        assertThat(writes.rules(service).warnings(service, service))
                .containsExactly(
                        "spec.externalIPs[0]: IPv6 address \"FE80:0::1\" should be in RFC 5952"
                                + " canonical format (\"fe80::1\")",
                        "spec.externalIPs is deprecated and may no longer be implemented in some"
                                + " clusters",
                        "spec.externalName is ignored when spec.type is not \"ExternalName\"");
    }
}
