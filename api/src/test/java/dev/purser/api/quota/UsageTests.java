package dev.purser.api.quota;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.KubeObject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class UsageTests {
    private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

    private static KubeObject object(String json) {
        return KubeObject.of((ObjectNode) JsonMapper.shared().readTree(json.replace('\'', '"')));
    }

    private static Usage of(String group, String resource) {
        return Usage.of(new GroupResource(group, resource), InstantSource.fixed(NOW));
    }

    private static QuotaScope scope(String name, String operator, String... values) {
        return new QuotaScope(name, operator, java.util.Set.of(values));
    }

    @Nested
    class APod {
        private final Usage usage = of("", "pods");

        private String used(String spec) {
            return usage.of(object("{'spec':%s}".formatted(spec))).toString();
        }

        @Test
        void needsItsContainersTogether() {
            assertThat(
                            used(
                                    "{'containers':[{'resources':{'requests':{'cpu':'100m'},'limits':{'cpu':'1'}}},"
                                            + "{'resources':{'requests':{'cpu':'300m','memory':'1Gi'}}}]}"))
                    .isEqualTo(
                            "count/pods=1,cpu=400m,limits.cpu=1,memory=1Gi,pods=1,requests.cpu=400m,requests.memory=1Gi");
        }

        @Test
        void needsAsMuchAsAnInitContainerBesideItsSidecars() {
            assertThat(
                            used(
                                    "{'containers':[{'resources':{'requests':{'cpu':'1'}}}],"
                                            + "'initContainers':[{'restartPolicy':'Always','resources':{'requests':{'cpu':'500m'}}},"
                                            + "{'resources':{'requests':{'cpu':'3'}}}]}"))
                    .contains("requests.cpu=3500m");
        }

        @Test
        void needsWhatItSetsForAllContainersAndItsOverhead() {
            assertThat(
                            used(
                                    "{'resources':{'requests':{'cpu':'2'}},'overhead':{'cpu':'250m'},"
                                            + "'containers':[{'resources':{'requests':{'cpu':'1'}}}]}"))
                    .contains("requests.cpu=2250m");
        }

        @Test
        void countsWhatItStillHasWhileItShrinks() {
            KubeObject pod =
                    object(
                            "{'spec':{'containers':[{'name':'a','resources':{'requests':{'cpu':'1'}}}]},"
                                    + "'status':{'containerStatuses':[{'name':'a','allocatedResources':{'cpu':'2'},"
                                    + "'resources':{'requests':{'cpu':'3'}}}]}}");

            assertThat(usage.of(pod).toString()).contains("requests.cpu=3");
        }

        @Test
        void countsHugePagesAndExtendedResources() {
            assertThat(
                            used(
                                    "{'containers':[{'resources':{'requests':{'hugepages-2Mi':'4Mi','acme.io/gpu':'2'}}}]}"))
                    .isEqualTo(
                            "count/pods=1,hugepages-2Mi=4Mi,pods=1,requests.acme.io/gpu=2,requests.hugepages-2Mi=4Mi");
        }

        @Test
        void isAnObjectOnlyOnceItHasEnded() {
            assertThat(usage.of(object("{'status':{'phase':'Failed'}}")).toString())
                    .isEqualTo("count/pods=1");
            assertThat(
                            usage.of(
                                            object(
                                                    "{'metadata':{'deletionTimestamp':'2026-03-01T11:00:00Z','deletionGracePeriodSeconds':30}}"))
                                    .toString())
                    .isEqualTo("count/pods=1");
            assertThat(
                            usage.of(
                                            object(
                                                    "{'metadata':{'deletionTimestamp':'2026-03-01T11:59:50Z','deletionGracePeriodSeconds':30}}"))
                                    .toString())
                    .isEqualTo("count/pods=1,pods=1");
        }

        @Test
        void mustSayWhatIsCounted() {
            KubeObject pod =
                    object(
                            "{'spec':{'containers':[{'name':'b'},{'name':'a','resources':{'requests':{'cpu':'1'}}}]}}");

            assertThat(usage.missing(List.of("requests.cpu", "limits.memory", "pods"), pod))
                    .contains("must specify limits.memory for: a,b; requests.cpu for: b");
        }

        @Test
        void liesInScopes() {
            KubeObject pod =
                    object(
                            "{'spec':{'activeDeadlineSeconds':5,'priorityClassName':'high','containers':[{}]}}");

            assertThat(usage.isIn(scope("Terminating", "Exists"), pod)).isTrue();
            assertThat(usage.isIn(scope("NotTerminating", "Exists"), pod)).isFalse();
            assertThat(usage.isIn(scope("BestEffort", "Exists"), pod)).isTrue();
            assertThat(usage.isIn(scope("PriorityClass", "In", "high", "low"), pod)).isTrue();
            assertThat(usage.isIn(scope("PriorityClass", "NotIn", "high"), pod)).isFalse();
            assertThat(usage.isIn(scope("PriorityClass", "DoesNotExist"), pod)).isFalse();
            assertThat(usage.isIn(scope("CrossNamespacePodAffinity", "Exists"), pod)).isFalse();
        }

        @Test
        void isCountedUnderTheNamesOfPods() {
            assertThat(
                            usage.matching(
                                    List.of(
                                            "pods",
                                            "count/pods",
                                            "limits.cpu",
                                            "requests.acme.io/gpu",
                                            "services",
                                            "requests.storage",
                                            "limits.hugepages-2Mi")))
                    .containsExactlyInAnyOrder(
                            "pods", "count/pods", "limits.cpu", "requests.acme.io/gpu");
        }
    }

    @Test
    void aServiceTakesPortsOfNodesByItsType() {
        Usage usage = of("", "services");

        assertThat(usage.of(object("{'spec':{'type':'NodePort','ports':[{},{}]}}")).toString())
                .isEqualTo(
                        "count/services=1,services=1,services.loadbalancers=0,services.nodeports=2");
        assertThat(
                        usage.of(
                                        object(
                                                "{'spec':{'type':'LoadBalancer','allocateLoadBalancerNodePorts':false,'ports':[{'nodePort':30000},{}]}}"))
                                .toString())
                .endsWith("services.loadbalancers=1,services.nodeports=1");
    }

    @Test
    void aClaimCountsAgainstItsStorageClassToo() {
        assertThat(
                        of("", "persistentvolumeclaims")
                                .of(
                                        object(
                                                "{'spec':{'storageClassName':'gold','resources':{'requests':{'storage':'1500m'}}}}"))
                                .toString())
                .isEqualTo(
                        "count/persistentvolumeclaims=1,gold.storageclass.storage.k8s.io/persistentvolumeclaims=1,"
                                + "gold.storageclass.storage.k8s.io/requests.storage=2,persistentvolumeclaims=1,requests.storage=2");
    }

    @Test
    void aResourceClaimCountsTheWorstChoice() {
        assertThat(
                        of("resource.k8s.io", "resourceclaims")
                                .of(
                                        object(
                                                "{'spec':{'devices':{'requests':[{'firstAvailable':["
                                                        + "{'deviceClassName':'a','allocationMode':'ExactCount','count':2},"
                                                        + "{'deviceClassName':'a','allocationMode':'ExactCount','count':3}]},"
                                                        + "{'exactly':{'deviceClassName':'a','allocationMode':'All'}}]}}}"))
                                .toString())
                .isEqualTo(
                        "a.deviceclass.resource.k8s.io/devices=35,count/resourceclaims.resource.k8s.io=1");
    }

    @Test
    void otherObjectsAreCounted() {
        assertThat(of("apps", "deployments").of(object("{}")).toString())
                .isEqualTo("count/deployments.apps=1");
        assertThat(of("", "secrets").of(object("{}")).toString())
                .isEqualTo("count/secrets=1,secrets=1");
    }
}
