package dev.purser.api.kind.discovery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.Writes;
import dev.purser.api.meta.KubeObject;
import org.junit.jupiter.api.Test;

class EndpointSliceRulesTests {
    private static final String GROUP = "discovery.k8s.io/v1";

    private final Writes writes = new Writes();

    @Test
    void addressesAreOfTheTypeThatIsSaid() {
        assertThat(
                        writes.errors(
                                GROUP,
                                "EndpointSlice",
                                "{'addressType':'IPv4','endpoints':[{'addresses':['fd00::1']},{'addresses':['127.0.0.1']}]}"))
                .containsExactly(
                        "endpoints[0].addresses: Invalid value: \"fd00::1\": must be an IPv4"
                                + " address",
                        "endpoints[1].addresses[0]: Invalid value: \"127.0.0.1\": may not be in the"
                                + " loopback range (127.0.0.0/8, ::1/128)");
    }

    @Test
    void labelsCountAsChanges() {
        KubeObject slice =
                writes.create(
                        GROUP,
                        "EndpointSlice",
                        "{'addressType':'IPv4','endpoints':[],'ports':[{'port':1}]}");

        KubeObject changed =
                writes.update(slice, next -> next.metadata().putObject("labels").put("a", "b"));

        assertThat(slice.json().at("/ports/0/name").asString()).isEmpty();
        assertThat(changed.generation()).isEqualTo(2);
    }
}
