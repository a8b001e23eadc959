package dev.purser.api.kind.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class DeviceRequestsTests {
    private static KubeObject object(String text) {
        return KubeObject.of((ObjectNode) JsonMapper.shared().readTree(text.replace('\'', '"')));
    }

    @Test
    void aClaimAsksForOneDeviceUnlessItSaysOtherwise() {
        KubeObject claim =
                object(
                        """
                        {'spec': {'devices': {'requests': [
                          {'name': 'a', 'exactly': {'deviceClassName': 'c',
                             'tolerations': [{'key': 'k'}]}},
                          {'name': 'b', 'exactly': {'allocationMode': 'All'}},
                          {'name': 'c', 'firstAvailable': [{'count': 3}]}]}}}
                        """);
        new ResourceClaimRules().setDefaults(claim);
        JsonNode requests = claim.json().at("/spec/devices/requests");
        assertThat(requests.at("/0/exactly/allocationMode").asString()).isEqualTo("ExactCount");
        assertThat(requests.at("/0/exactly/count").asInt()).isEqualTo(1);
        assertThat(requests.at("/0/exactly/tolerations/0/operator").asString()).isEqualTo("Equal");
        assertThat(requests.at("/1/exactly").has("count")).isFalse();
        assertThat(requests.at("/2/firstAvailable/0/count").asInt()).isEqualTo(3);
    }

    @Test
    void aTemplateHasTheDefaultsOfItsClaims() {
        KubeObject template =
                object("{'spec': {'spec': {'devices': {'requests': [{'exactly': {}}]}}}}");
        new ResourceClaimTemplateRules().setDefaults(template);
        assertThat(template.json().at("/spec/spec/devices/requests/0/exactly/count").asInt())
                .isEqualTo(1);
    }
}
