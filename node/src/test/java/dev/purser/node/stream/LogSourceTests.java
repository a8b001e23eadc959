package dev.purser.node.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.node.LogRequest;
import dev.purser.client.node.LogRequest.Instance;
import dev.purser.client.node.NodeStreams;
import dev.purser.node.cri.Container;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class LogSourceTests {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private static String find(Instance instance, String containerStatus, Container... known) {
        JsonNode status =
                JSON.readTree(
                        ("{'containerStatuses':[" + containerStatus + "]}").replace('\'', '"'));
        return LogSource.containerId(
                new LogRequest(
                        new NodeStreams.PodKey("ns", "p", "u"),
                        "c",
                        instance,
                        LogRequest.Mode.SNAPSHOT,
                        LogRequest.Timestamps.HIDDEN,
                        OptionalLong.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        LogRequest.Stream.ALL),
                status,
                List.of(known));
    }

    @Test
    void aRunningContainerHasItsOwnLog() {
        assertThat(
                        find(
                                Instance.CURRENT,
                                "{'name':'c','state':{'running':{}},'containerID':'containerd://1'}"))
                .isEqualTo("1");
    }

    @Test
    void oneThatWaitsForItsRestartHasTheLogOfItsLastLife() {
        String status =
                "{'name':'c','state':{'waiting':{'reason':'CrashLoopBackOff'}},"
                        + "'lastState':{'terminated':{'containerID':'containerd://7'}}}";

        assertThat(find(Instance.CURRENT, status)).isEqualTo("7");
        assertThat(find(Instance.PREVIOUS, status)).isEqualTo("7");
    }

    @Test
    void aPodThatTheNodeRefusedHasNoLogAtAll() {
        for (Instance instance : Instance.values()) {
            assertThatThrownBy(() -> find(instance, ""))
                    .hasMessage("container \"c\" in pod \"p\" is not available");
        }
    }

    @Test
    void thereIsNoPreviousLogBeforeARestart() {
        assertThatThrownBy(() ->
                        find(
                                Instance.PREVIOUS,
                                "{'name':'c','state':{'running':{}},'lastState':{}}"))
                .isInstanceOfSatisfying(
                        StatusException.class,
                        e -> assertThat(e.reason()).isEqualTo(StatusReason.BAD_REQUEST))
                .hasMessage("previous terminated container \"c\" in pod \"p\" not found");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "ContainerCreating|is waiting to start: ContainerCreating",
                "ErrImagePull|is waiting to start: image can't be pulled",
                "ImagePullBackOff|is waiting to start: trying and failing to pull image",
            })
    void aContainerThatWaitsSaysWhy(String reason, String text) {
        assertThatThrownBy(() ->
                        find(
                                Instance.CURRENT,
                                "{'name':'c','state':{'waiting':{'reason':'" + reason + "'}}}"))
                .hasMessage("container \"c\" in pod \"p\" " + text);
    }

    private static Container life(String id, int attempt, Container.State state) {
        return new Container(
                id,
                "s",
                "c",
                attempt,
                state,
                Instant.EPOCH,
                null,
                null,
                0,
                "",
                "",
                "",
                "",
                Map.of());
    }

    @Test
    void theRuntimeIsBelievedWhenTheStatusIsBehind() {
        String waiting = "{'name':'c','state':{'waiting':{'reason':'ContainerCreating'}}}";
        Container running = life("r", 0, Container.State.RUNNING);

        assertThat(find(Instance.CURRENT, waiting, running)).isEqualTo("r");
        assertThatThrownBy(() ->
                        find(Instance.CURRENT, waiting, life("r", 0, Container.State.CREATED)))
                .hasMessageContaining("ContainerCreating");
    }

    @Test
    void aRestartThatTheStatusDoesNotKnowHasAPreviousLog() {
        String running =
                "{'name':'c','restartCount':0,'state':{'running':{}},"
                        + "'containerID':'containerd://a','lastState':{}}";
        Container first = life("a", 0, Container.State.EXITED);
        Container second = life("b", 1, Container.State.RUNNING);

        assertThat(find(Instance.CURRENT, running, first, second)).isEqualTo("b");
        assertThat(find(Instance.PREVIOUS, running, first, second)).isEqualTo("a");
    }

    @Test
    void aLostContainerIsTerminated() {
        assertThatThrownBy(() -> find(Instance.CURRENT, "{'name':'c','state':{'terminated':{}}}"))
                .hasMessage("container \"c\" in pod \"p\" is terminated");
    }
}
