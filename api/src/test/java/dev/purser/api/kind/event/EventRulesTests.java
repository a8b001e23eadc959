package dev.purser.api.kind.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.Writes;
import dev.purser.api.meta.KubeObject;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventRulesTests {
    private static final String MISMATCH = "does not match event.namespace";

    private final Writes writes = new Writes();

    private List<String> errors(String namespace, String members) {
        String body = "{'metadata':{'name':'e','namespace':'" + namespace + "'}" + members + "}";
        return writes.errors("v1", "Event", body);
    }

    @Test
    void anEventLiesWhereItsObjectLies() {
        assertThat(errors("n", ",'involvedObject':{'namespace':'n'}")).isEmpty();
        assertThat(errors("n", ",'involvedObject':{'namespace':'other'}"))
                .containsExactly("involvedObject.namespace: Invalid value: \"other\": " + MISMATCH);
    }

    @Test
    void anEventAboutTheClusterLiesInDefault() {
        assertThat(errors("default", "")).isEmpty();
        assertThat(errors("n", ""))
                .containsExactly("involvedObject.namespace: Invalid value: \"\": " + MISMATCH);
    }

    @Test
    void theNewStyleDemandsMore() {
        assertThat(
                        errors(
                                "n",
                                ",'involvedObject':{'namespace':'n'},"
                                        + "'eventTime':'2020-01-01T00:00:00.000001Z'"))
                .contains(
                        "action: Required value",
                        "reason: Required value",
                        "reportingComponent: Required value",
                        "reportingInstance: Required value");
    }

    @Test
    void theSourceFallsBackToTheReporter() {
        KubeObject event = writes.create("v1", "Event", "{'reportingComponent':'kubelet'}");

        assertThat(writes.rules(event).selectableFields(event)).containsEntry("source", "kubelet");
    }

    @Test
    void timesThatAreNotKnownAreNull() {
        KubeObject event = writes.create("v1", "Event", "{}");

        assertThat(event.json().get("firstTimestamp").isNull()).isTrue();
        assertThat(event.json().get("eventTime").isNull()).isTrue();
        assertThat(event.json().path("source").isObject()).isTrue();
    }
}
