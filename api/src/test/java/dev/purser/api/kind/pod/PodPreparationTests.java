package dev.purser.api.kind.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.Writes;
import dev.purser.api.meta.KubeObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What becomes of a new Pod before it is stored.
class PodPreparationTests {
    private final PodSpecs pods = new PodSpecs();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    schedulingGroup | "schedulingGroup":{"podGroupName":"g"}
                    evictionResponders | "evictionResponders":[{"name":"a.b/c","priority":1}]
                    mode | "volumes":[{"name":"v","emptyDir":{"mode":511}}]
                    defaultUser | "volumes":[{"name":"v","secret":{"secretName":"s","defaultUser":5}}]
                    user | "volumes":[{"name":"v","projected":{"sources":[{"configMap":{"name":"c","items":[{"key":"k","path":"p","user":5}]}}]}}]
                    bindMountOptions | "containers":[{"name":"c","volumeMounts":[{"name":"v","mountPath":"/v","bindMountOptions":["noexec"]}]}]
                    stopSignal | "containers":[{"name":"c","lifecycle":{"stopSignal":"SIGTERM"}}]
                    lifecycle | "containers":[{"name":"c","lifecycle":{"stopSignal":"SIGTERM"}}]
                    protocol | "containers":[{"name":"c","livenessProbe":{"httpGet":{"port":1,"protocol":"HTTP2"}}}]
                    mode | "containers":[{"name":"c","livenessProbe":{"grpc":{"port":1,"mode":"TLS"}}}]
                    """)
    void dropsFieldsOfFeaturesThatAreNotSwitchedOn(String field, String fields) {
        assertThat(pods.create(fields).spec().findValue(field)).isNull();
    }

    @Test
    void writesTheValuesOfMatchLabelKeysIntoTheSelectors() {
        KubeObject pod =
                pods.writes()
                        .create(
                                "v1",
                                "Pod",
                                """
                                {'metadata':{'name':'p','labels':{'a':'b'}},'spec':{
                                 'topologySpreadConstraints':[{'topologyKey':'k',
                                  'labelSelector':{},'matchLabelKeys':['a','x']}],
                                 'affinity':{'podAffinity':{
                                  'requiredDuringSchedulingIgnoredDuringExecution':[
                                   {'labelSelector':{},'mismatchLabelKeys':['a']}]}}}}\
                                """);

        assertThat(pod.spec().path("topologySpreadConstraints").path(0).path("labelSelector"))
                .hasToString(
                        "{\"matchExpressions\":[{\"key\":\"a\",\"operator\":\"In\",\"values\":[\"b\"]}]}");
        assertThat(pod.spec().path("affinity").toString())
                .contains("{\"key\":\"a\",\"operator\":\"NotIn\",\"values\":[\"b\"]}");
    }

    @Test
    void turnsAppArmorAnnotationsIntoFieldsAndWarns() {
        Writes writes = pods.writes();
        String body =
                """
                {'metadata':{'name':'p','annotations':{
                 'container.apparmor.security.beta.kubernetes.io/c':'localhost/x'}},
                 'spec':{'containers':[{'name':'c'}]}}\
                """;
        KubeObject pod = writes.decode("v1", "Pod", body);

        assertThat(writes.rules(pod).preparationWarnings(pod))
                .containsExactly(
                        "metadata.annotations[container.apparmor.security.beta.kubernetes.io/c]:"
                                + " deprecated since v1.30; use the \"appArmorProfile\" field"
                                + " instead");
        assertThat(writes.create("v1", "Pod", body).spec().findValue("appArmorProfile"))
                .hasToString("{\"type\":\"Localhost\",\"localhostProfile\":\"x\"}");
    }

    @Test
    void completesTheResourcesOfThePodFromItsContainers() {
        JsonNode resources =
                pods.create(
                                """
                                'resources':{'requests':{'cpu':'3'}},
                                'initContainers':[
                                 {'name':'s','restartPolicy':'Always','resources':{'limits':{'cpu':'1','memory':'1Mi'}}},
                                 {'name':'i','resources':{'limits':{'cpu':'4','memory':'5Mi'}}}],
                                'containers':[{'name':'c','resources':{'limits':{'cpu':'2','memory':'1Mi'}}}]
                                """)
                        .spec()
                        .path("resources");

        assertThat(resources.path("requests").path("memory").asString()).isEqualTo("6Mi");
        assertThat(resources.path("limits").path("cpu").asString()).isEqualTo("5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    BestEffort | "containers":[{"name":"c"}]
                    Burstable  | "containers":[{"name":"c","resources":{"requests":{"cpu":"1"}}}]
                    Guaranteed | "containers":[{"name":"c","resources":{"limits":{"cpu":"1","memory":"1"}}}]
                    Burstable  | "containers":[{"name":"c","resources":{"limits":{"cpu":"1","memory":"1"}}},{"name":"d"}]
                    Guaranteed | "resources":{"limits":{"cpu":"1","memory":"1"}}
                    """)
    void tellsTheQualityOfService(String quality, String fields) {
        assertThat(pods.create(fields).status().path("qosClass").asString()).isEqualTo(quality);
    }

    @ParameterizedTest
    @CsvSource({
        "a, Always",
        "a:1, IfNotPresent",
        "a:latest, Always",
        "localhost:5000/a, Always",
        "a/b/c:1.2, IfNotPresent",
        "A/b, Always",
        "a/B, IfNotPresent",
        "a b, IfNotPresent",
        "a@sha256:0123456789012345678901234567890123456789012345678901234567890123, IfNotPresent",
        "a:latest@sha256:0123, IfNotPresent"
    })
    void choosesThePullPolicyByTheImagesName(String image, String policy) {
        assertThat(ImageName.defaultPullPolicy(image)).isEqualTo(policy);
    }
}
