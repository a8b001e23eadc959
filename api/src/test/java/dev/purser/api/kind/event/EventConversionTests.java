package dev.purser.api.kind.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.Writes;
import dev.purser.api.meta.KubeObject;
import org.junit.jupiter.api.Test;

final class EventConversionTests {
    private static final String EVENT =
            "{'metadata':{'name':'e','namespace':'ns'},'regarding':{'kind':'Pod','namespace':'ns',"
                    + "'name':'p'},'reason':'R','note':'N','type':'Normal','action':'A',"
                    + "'eventTime':'2026-01-01T00:00:00.123456Z','reportingController':'a.b/c',"
                    + "'reportingInstance':'i'%s}";

    private final Writes writes = new Writes();
    private final EventConversion conversion = new EventConversion();

    @Test
    void storesEventsUnderTheNamesOfTheCoreGroup() {
        KubeObject event = writes.create("events.k8s.io/v1", "Event", EVENT.formatted(""));
        KubeObject stored = conversion.toStored(event);
        assertThat(stored.groupVersionKind().apiVersion()).isEqualTo("v1");
        assertThat(stored.json().path("message").asString()).isEqualTo("N");
        assertThat(stored.json().at("/involvedObject/name").asString()).isEqualTo("p");
        assertThat(stored.json().path("reportingComponent").asString()).isEqualTo("a.b/c");
        assertThat(conversion.fromStored(stored)).isEqualTo(event);
    }

    @Test
    void wantsNothingOfTheOldStyle() {
        assertThat(
                        writes.errors(
                                "events.k8s.io/v1",
                                "Event",
                                EVENT.formatted(",'deprecatedCount':1")))
                .containsExactly("count: Invalid value: \"\": needs to be unset");
    }

    @Test
    void changesOnlyTheSeries() {
        KubeObject event = writes.create("events.k8s.io/v1", "Event", EVENT.formatted(""));
        assertThat(writes.updateErrors(event, next -> next.json().put("note", "other")))
                .containsExactly("message: Invalid value: \"other\": field is immutable");
        assertThat(
                        writes.updateErrors(
                                event,
                                next ->
                                        next.json()
                                                .putObject("series")
                                                .put("count", 2)
                                                .put(
                                                        "lastObservedTime",
                                                        "2026-01-01T00:00:01.000000Z")))
                .isEmpty();
    }
}
