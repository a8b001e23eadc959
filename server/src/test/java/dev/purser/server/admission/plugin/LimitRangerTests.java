package dev.purser.server.admission.plugin;

import static dev.purser.server.access.FakeObjects.core;
import static dev.purser.server.access.FakeObjects.object;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.KubeObject;
import dev.purser.server.access.FakeObjects;
import dev.purser.server.admission.AdmissionRequest;
import dev.purser.server.admission.AdmissionRequest.Operation;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class LimitRangerTests {
    private final FakeObjects objects = new FakeObjects();
    private final LimitRanger plugin = new LimitRanger(objects);

    private void limit(String limit) {
        objects.put(
                core("limitranges"),
                "{'metadata':{'namespace':'ns','name':'lim'},'spec':{'limits':[%s]}}"
                        .formatted(limit));
    }

    private KubeObject create(String resource, String spec) {
        KubeObject object = object("{'metadata':{'name':'b'},'spec':%s}".formatted(spec));
        AdmissionRequest request =
                new AdmissionRequest(
                        Operation.CREATE,
                        Identity.of("eve"),
                        new Attributes("create", "", "v1", resource, "", "ns", "", ""),
                        Optional.of(object),
                        Optional.empty(),
                        AdmissionRequest.Effect.LASTING,
                        _ -> {});
        plugin.mutate(request);
        plugin.validate(request);
        return object;
    }

    private KubeObject createPod(String resources) {
        return create(
                "pods", "{'containers':[{'name':'main','resources':%s}]}".formatted(resources));
    }

    private void assertRefused(String resources, String why) {
        assertThatThrownBy(() -> createPod(resources))
                .hasMessage("pods \"b\" is forbidden: " + why);
    }

    @Nested
    class OfContainers {
        @Test
        void setsDefaultsAndSaysSo() {
            limit(
                    "{'type':'Container','default':{'cpu':'500m','memory':'256Mi'},'defaultRequest':{'memory':'128Mi','cpu':'250m'}}");

            KubeObject pod = createPod("{'limits':{'cpu':'1'}}");

            assertThat(pod.spec().at("/containers/0/resources").toString())
                    .isEqualTo(
                            "{\"limits\":{\"cpu\":\"1\",\"memory\":\"256Mi\"},\"requests\":{\"memory\":\"128Mi\",\"cpu\":\"250m\"}}");
            assertThat(pod.annotations())
                    .containsEntry(
                            "kubernetes.io/limit-ranger",
                            "LimitRanger plugin set: cpu, memory request for container main; memory limit for container main");
        }

        @Test
        void refusesMoreThanTheMaximum() {
            limit("{'type':'Container','max':{'cpu':'2'}}");

            assertRefused(
                    "{'limits':{'cpu':'3'}}",
                    "maximum cpu usage per Container is 2, but limit is 3");
            assertRefused(
                    "{'requests':{'cpu':'3'}}",
                    "maximum cpu usage per Container is 2.  No limit is specified");
            assertRefused(
                    "{'limits':{'cpu':'1'},'requests':{'cpu':'3'}}",
                    "maximum cpu usage per Container is 2, but request is 3");
        }

        @Test
        void refusesLessThanTheMinimumAndTooWideARatio() {
            limit("{'type':'Container','min':{'cpu':'100m'},'maxLimitRequestRatio':{'cpu':'4'}}");

            assertRefused(
                    "{'requests':{'cpu':'1m'},'limits':{'cpu':'500m'}}",
                    "[minimum cpu usage per Container is 100m, but request is 1m, cpu max limit to request ratio per Container is 4, but provided ratio is 500.000000]");
            assertThatCode(() -> createPod("{'requests':{'cpu':'0.5'},'limits':{'cpu':'2'}}"))
                    .doesNotThrowAnyException();
        }
    }

    @Nested
    class OfPods {
        @Test
        void boundsAllContainersTogether() {
            limit("{'type':'Pod','max':{'memory':'1Gi'}}");

            assertThatThrownBy(() ->
                            create(
                                    "pods",
                                    "{'containers':[{'resources':{'limits':{'memory':'600Mi'}}},{'resources':{'limits':{'memory':'600Mi'}}}]}"))
                    .hasMessageEndingWith(
                            "maximum memory usage per Pod is 1Gi, but limit is 1200Mi");
        }

        @Test
        void boundsEachInitContainerByItself() {
            limit("{'type':'Pod','max':{'memory':'1Gi'}}");

            assertThatCode(() ->
                            create(
                                    "pods",
                                    "{'initContainers':[{'resources':{'limits':{'memory':'1Gi'}}}],'containers':[{'resources':{'limits':{'memory':'600Mi'}}}]}"))
                    .doesNotThrowAnyException();
        }
    }

    @Nested
    class OfClaims {
        @Test
        void boundsTheirRequests() {
            limit("{'type':'PersistentVolumeClaim','max':{'storage':'1Gi'}}");

            assertThatThrownBy(() ->
                            create(
                                    "persistentvolumeclaims",
                                    "{'resources':{'requests':{'storage':'2Gi'}}}"))
                    .hasMessage(
                            "persistentvolumeclaims \"b\" is forbidden: maximum storage usage per PersistentVolumeClaim is 1Gi, but request is 2Gi");
        }
    }
}
