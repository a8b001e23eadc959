package dev.purser.node.pod;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.node.cri.CommandResult;
import dev.purser.node.probe.Prober.Purpose;
import dev.purser.node.status.PodFacts.Verdict;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.node.ObjectNode;

/// The statuses and events of pods, as recorded from a kubelet 1.37.2 in the same situations.
class PodLoopTests {
    private static final String POD = "p_ns(11111111-2222-3333-4444-555555555555)";

    @TempDir Path directory;
    private PodBench bench;

    @BeforeEach
    void makeBench() {
        bench = new PodBench(directory);
    }

    private PodBench started(String spec) throws InterruptedException {
        return bench.pod(spec).settle();
    }

    @Nested
    class Waking {
        @Test
        void newsOfConfigurationDoNotConcernAPodThatRuns() throws InterruptedException {
            started("{'containers':[{'name':'c'}]}");

            assertThat(bench.isPaused()).isFalse();
        }

        @Test
        void theyConcernAPodThatWaitsForItsVolumesOrEnvironment() throws InterruptedException {
            bench.volumeFailures.put("v", "configmap \"cm\" not found");
            started("{'containers':[{'name':'c'}]}");
            assertThat(bench.isPaused()).isTrue();

            bench.volumeFailures.clear();
            bench.environmentFails("configmap \"env\" not found");
            bench.advance(Duration.ofMinutes(1));
            assertThat(bench.isPaused()).isTrue();
        }

        @Test
        void theEndOfAContainerConcernsItsPodAlone() throws InterruptedException {
            started("{'containers':[{'name':'c'}]}");

            assertThat(bench.hasSeen(bench.runtime.containers(PodBench.UID).getFirst().id()))
                    .isTrue();
            assertThat(bench.hasSeen("another")).isFalse();
        }
    }

    @Nested
    class Start {
        @Test
        void aPodGoesFromCreatingToRunning() throws InterruptedException {
            started("{'containers':[{'name':'c'}]}");

            assertThat(bench.statuses)
                    .extracting(status -> status.path("phase").asString(""))
                    .containsExactly("Pending", "Pending", "Running");
            assertThat(bench.state("c")).isEqualTo("{'running':{}}");
            assertThat(bench.condition("Ready")).isEqualTo("True");
            assertThat(bench.condition("PodReadyToStartContainers")).isEqualTo("True");
            assertThat(bench.status().path("podIP").asString("")).isEqualTo("10.1.0.2");
            assertThat(bench.status().path("hostIP").asString("")).isEqualTo("192.168.0.1");
            assertThat(bench.events)
                    .containsExactly(
                            "N Pulled c: Container image \"busybox\" already present on machine and"
                                    + " can be accessed by the pod",
                            "N Created c: Container created",
                            "N Started c: Container started");
        }

        @Test
        void theFirstStatusSaysWhatIsMissing() throws InterruptedException {
            started("{'containers':[{'name':'a'},{'name':'b'}]}");

            assertThat(bench.statuses.getFirst().path("conditions").toString())
                    .contains("no pod sandbox exists")
                    .contains("containers with unready status: [a b]");
            assertThat(bench.statuses.getFirst().path("containerStatuses").toString())
                    .contains("{\"waiting\":{\"reason\":\"ContainerCreating\"}}");
        }

        @Test
        void aPodOnTheHostsNetworkHasTheHostsAddress() throws InterruptedException {
            started("{'hostNetwork':true,'containers':[{'name':'c'}]}");

            assertThat(bench.status().path("podIP").asString("")).isEqualTo("192.168.0.1");
            assertThat(bench.givenAddresses.podIps()).containsExactly("192.168.0.1");
        }

        @Test
        void nothingIsWrittenWhenNothingChanged() throws InterruptedException {
            started("{'containers':[{'name':'c'}]}");
            int written = bench.statuses.size();

            bench.advance(Duration.ofSeconds(30)).notice();

            assertThat(bench.statuses).hasSize(written);
        }

        @Test
        void aPodThatWasNeverScheduledCanBeRefused() throws Exception {
            bench.refuse("Evicted", "The node had condition: [DiskPressure]. ");
            started("{'containers':[{'name':'c'}]}");

            assertThat(bench.status().toString())
                    .contains("Pod was rejected: The node had condition: [DiskPressure]. ")
                    .doesNotContain("conditions");
        }

        @Test
        void aRefusedPodFailsAtOnce() throws InterruptedException {
            bench.refuse("OutOfcpu", "Node didn't have enough resource: cpu");
            started("{'containers':[{'name':'c'}]}");

            assertThat(bench.phase()).isEqualTo("Failed");
            assertThat(bench.status().path("reason").asString("")).isEqualTo("OutOfcpu");
            assertThat(bench.status().path("message").asString(""))
                    .isEqualTo("Pod was rejected: Node didn't have enough resource: cpu");
            assertThat(bench.status().has("conditions")).isFalse();
            assertThat(bench.runtime.sandboxes()).isEmpty();
            assertThat(bench.events)
                    .containsExactly("W OutOfcpu : Node didn't have enough resource: cpu");
        }
    }

    @Nested
    class LostSandbox {
        private void lose() throws InterruptedException {
            bench.runtime.sandboxes().forEach(each -> bench.runtime.stopSandbox(each.id()));
            bench.notice();
        }

        @Test
        void initContainersRunAgainInTheNewOne() throws InterruptedException {
            started("{'initContainers':[{'name':'i1'},{'name':'i2'}],'containers':[{'name':'c'}]}");
            bench.exit("i1", 0, "Completed");
            bench.exit("i2", 0, "Completed");
            assertThat(bench.state("c")).isEqualTo("{'running':{}}");

            lose();
            assertThat(bench.state("i1")).isEqualTo("{'running':{}}");
            assertThat(bench.state("c")).startsWith("{'terminated'");
            bench.exit("i1", 0, "Completed");
            bench.exit("i2", 0, "Completed");

            assertThat(bench.state("c")).isEqualTo("{'running':{}}");
            assertThat(bench.events)
                    .contains(
                            "N SandboxChanged : Pod sandbox changed, it will be killed and"
                                    + " re-created.");
        }

        @Test
        void aContainerThatSucceededIsNotStartedAgain() throws InterruptedException {
            started("{'restartPolicy':'OnFailure','containers':[{'name':'a'},{'name':'b'}]}");
            bench.exit("a", 0, "Completed");

            lose();

            assertThat(bench.state("a")).startsWith("{'terminated'");
            assertThat(bench.state("b")).isEqualTo("{'running':{}}");
        }
    }

    @Nested
    class EndOfContainers {
        @Test
        void successWithPolicyNeverCompletesThePod() throws InterruptedException {
            started("{'restartPolicy':'Never','containers':[{'name':'c'}]}");

            bench.exit("c", 0, "Completed");

            assertThat(bench.phase()).isEqualTo("Succeeded");
            assertThat(bench.state("c"))
                    .isEqualTo("{'terminated':{'exitCode':0,'reason':'Completed'}}");
            assertThat(bench.condition("Initialized")).isEqualTo("True PodCompleted");
            assertThat(bench.condition("Ready")).isEqualTo("False PodCompleted");
            assertThat(bench.condition("PodReadyToStartContainers"))
                    .isEqualTo("False PodSandboxNotReady: pod sandbox is not ready");
            assertThat(bench.tornDown).hasSize(1);
        }

        @Test
        void thePhaseStaysUntilTheSandboxIsGone() throws InterruptedException {
            started("{'restartPolicy':'Never','containers':[{'name':'c'}]}");

            bench.exit("c", 0, "Completed");

            var before = bench.statuses.get(bench.statuses.size() - 2);
            assertThat(before.path("phase").asString("")).isEqualTo("Running");
            assertThat(before.path("conditions").toString()).contains("PodCompleted");
        }

        @Test
        void failureWithPolicyNeverFailsThePod() throws InterruptedException {
            started("{'restartPolicy':'Never','containers':[{'name':'c'}]}");

            bench.exit("c", 137, "OOMKilled");

            assertThat(bench.phase()).isEqualTo("Failed");
            assertThat(bench.condition("Ready")).isEqualTo("False PodFailed");
            assertThat(bench.state("c"))
                    .isEqualTo("{'terminated':{'exitCode':137,'reason':'OOMKilled'}}");
        }

        @Test
        void theReasonOfAnEndIsWaitedForWhereMemoryIsLimited() throws InterruptedException {
            started(
                    "{'restartPolicy':'Never','containers':[{'name':'c',"
                            + "'resources':{'limits':{'memory':'8Mi'}}}]}");

            bench.exit("c", 137, "Error");
            bench.advance(Duration.ofMillis(900));
            assertThat(bench.state("c")).contains("running");
            bench.runtime.changeReason("c", "OOMKilled");
            bench.notice();
            bench.advance(Duration.ofMillis(100));

            assertThat(bench.statuses.toString()).doesNotContain("\"Error\"");
            assertThat(bench.state("c"))
                    .isEqualTo("{'terminated':{'exitCode':137,'reason':'OOMKilled'}}");
        }

        @Test
        void aContainerThatEndsBeforeAnybodyLooksHasRun() throws InterruptedException {
            bench.runtime.endAtOnce("c", 0, "Completed");
            started("{'restartPolicy':'Never','containers':[{'name':'c'}]}");

            assertThat(
                            bench.statuses.stream()
                                    .filter(each -> each.toString().contains("terminated"))
                                    .map(each -> each.path("phase").asString("")))
                    .containsExactly("Running", "Succeeded");
        }

        @Test
        void aCompletedContainerBesideARunningOneLeavesThePodUnready() throws InterruptedException {
            started("{'restartPolicy':'OnFailure','containers':[{'name':'a'},{'name':'b'}]}");

            bench.exit("a", 0, "Completed");

            assertThat(bench.phase()).isEqualTo("Running");
            assertThat(bench.condition("Ready"))
                    .isEqualTo("False ContainersNotReady: containers with unready status: [a]");
        }

        @Test
        void rulesOfTheContainerDecideBeforeItsPolicy() throws InterruptedException {
            started(
                    "{'restartPolicy':'Never','containers':[{'name':'c','restartPolicy':'Never',"
                            + "'restartPolicyRules':[{'action':'Restart','exitCodes':"
                            + "{'operator':'In','values':[42]}}]}]}");

            bench.exit("c", 42, "Error");

            assertThat(bench.containerStatus("c").path("restartCount").asInt()).isEqualTo(1);
            assertThat(bench.lastState("c"))
                    .isEqualTo("{'terminated':{'exitCode':42,'reason':'Error'}}");
        }
    }

    @Nested
    class Restarts {
        @Test
        void theFirstRestartComesAtOnceAndLaterOnesAfterDoublingPauses()
                throws InterruptedException {
            started("{'containers':[{'name':'c'}]}");

            bench.exit("c", 3, "Error");
            assertThat(bench.state("c")).isEqualTo("{'running':{}}");
            assertThat(bench.containerStatus("c").path("restartCount").asInt()).isEqualTo(1);

            bench.exit("c", 3, "Error");
            assertThat(bench.state("c"))
                    .isEqualTo(
                            "{'waiting':{'reason':'CrashLoopBackOff','message':'back-off 10s"
                                    + " restarting failed container=c pod="
                                    + POD
                                    + "'}}");
            bench.advance(Duration.ofSeconds(9));
            assertThat(bench.state("c")).contains("CrashLoopBackOff");
            bench.advance(Duration.ofSeconds(1));
            assertThat(bench.state("c")).isEqualTo("{'running':{}}");

            bench.exit("c", 3, "Error");
            assertThat(bench.state("c")).contains("back-off 20s restarting");
            bench.advance(Duration.ofSeconds(20)).exit("c", 3, "Error");
            assertThat(bench.state("c")).contains("back-off 40s restarting");
            bench.advance(Duration.ofSeconds(40)).exit("c", 3, "Error");
            assertThat(bench.state("c")).contains("back-off 1m20s restarting");
            assertThat(bench.events)
                    .contains("W BackOff c: Back-off restarting failed container c in pod " + POD);
        }

        @Test
        void aLongRunForgetsThePauses() throws InterruptedException {
            started("{'containers':[{'name':'c'}]}");
            bench.exit("c", 3, "Error").exit("c", 3, "Error");
            bench.advance(Duration.ofSeconds(10));

            bench.advance(Duration.ofMinutes(11)).exit("c", 3, "Error");

            assertThat(bench.state("c")).isEqualTo("{'running':{}}");
        }

        @Test
        void theEndIsShownBeforeThePause() throws InterruptedException {
            started("{'containers':[{'name':'c'}]}");
            bench.exit("c", 3, "Error");

            bench.exit("c", 0, "Completed");

            assertThat(bench.statuses)
                    .anyMatch(status ->
                            status.path("containerStatuses")
                                    .path(0)
                                    .path("state")
                                    .path("terminated")
                                    .path("reason")
                                    .asString("")
                                    .equals("Completed"));
        }

        @Test
        void onlyTheNewestLivesAreKept() throws InterruptedException {
            started("{'containers':[{'name':'c'}]}");
            bench.exit("c", 3, "Error").exit("c", 3, "Error").advance(Duration.ofSeconds(10));
            bench.exit("c", 3, "Error").advance(Duration.ofSeconds(20));

            assertThat(bench.containerStatus("c").path("restartCount").asInt()).isEqualTo(3);
            assertThat(bench.runtime.containerCount()).isEqualTo(2);
        }
    }

    @Nested
    class Waiting {
        @Test
        void aMissingKeyIsNamedAndItsComingStartsTheContainer() throws InterruptedException {
            bench.environmentFails("couldn't find key nokey in ConfigMap ns/has-cm");
            started("{'containers':[{'name':'c'}]}");
            assertThat(bench.state("c"))
                    .isEqualTo(
                            "{'waiting':{'reason':'CreateContainerConfigError','message':"
                                    + "'couldn't find key nokey in ConfigMap ns/has-cm'}}");
            assertThat(bench.phase()).isEqualTo("Pending");
            assertThat(bench.events)
                    .contains("W Failed c: Error: couldn't find key nokey in ConfigMap ns/has-cm");

            bench.environmentFails("");
            bench.retry();

            assertThat(bench.state("c")).isEqualTo("{'running':{}}");
        }

        @Test
        void anUnrelatedWakeDoesNotRepeatTheEvent() throws InterruptedException {
            bench.environmentFails("secret \"absent\" not found");
            started("{'containers':[{'name':'c'}]}");
            long events = bench.events.size();

            bench.notice().notice();
            assertThat(bench.events).hasSize((int) events);

            bench.advance(Duration.ofSeconds(10));
            assertThat(bench.events).hasSizeGreaterThan((int) events);
        }

        @Test
        void aMissingVolumeKeepsThePodFromHavingASandbox() throws InterruptedException {
            bench.volumeFailures.put(
                    "v", "MountVolume.SetUp failed for volume \"v\" : secret \"absent\" not found");
            started("{'containers':[{'name':'c'}]}");

            assertThat(bench.runtime.sandboxes()).isEmpty();
            assertThat(bench.state("c")).isEqualTo("{'waiting':{'reason':'ContainerCreating'}}");
            assertThat(bench.events)
                    .containsExactly(
                            "W FailedMount : MountVolume.SetUp failed for volume \"v\" : secret"
                                    + " \"absent\" not found");

            bench.volumeFailures.clear();
            bench.retry();
            assertThat(bench.state("c")).isEqualTo("{'running':{}}");
        }

        @Test
        void theFirstPausesBeforeVolumesAreTriedAgainAreShort() throws InterruptedException {
            bench.volumeFailures.put("v", "not there yet");
            started("{'containers':[{'name':'c'}]}");

            bench.advance(Duration.ofMillis(500));
            assertThat(bench.events).hasSize(2);
            bench.advance(Duration.ofMillis(999));
            assertThat(bench.events).hasSize(2);
            bench.advance(Duration.ofMillis(1));
            assertThat(bench.events).hasSize(3);
            bench.advance(Duration.ofMillis(1999));
            assertThat(bench.events).hasSize(3);
            bench.volumeFailures.clear();
            bench.advance(Duration.ofMillis(1));
            assertThat(bench.state("c")).isEqualTo("{'running':{}}");
        }

        @Test
        void aFailedSandboxIsTriedAgain() throws InterruptedException {
            bench.runtime.failCreation("sandbox", "no network");
            started("{'containers':[{'name':'c'}]}");
            assertThat(bench.events)
                    .containsExactly(
                            "W FailedCreatePodSandBox : Failed to create pod sandbox: rpc error:"
                                    + " code = Unknown desc = no network");

            bench.runtime.failCreation("sandbox", "");
            bench.advance(Duration.ofSeconds(5));

            assertThat(bench.phase()).isEqualTo("Running");
        }

        @Test
        void aPodThatAsksForUsersOfItsOwnIsNotRunWithoutThem() throws InterruptedException {
            started("{'hostUsers':false,'containers':[{'name':'c'}]}");

            assertThat(bench.runtime.sandboxes()).isEmpty();
            assertThat(bench.events)
                    .containsExactly(
                            "W FailedCreatePodSandBox : Failed to create pod sandbox: can't set"
                                    + " `spec.hostUsers: false`, runtime does not support user"
                                    + " namespaces");
        }

        @Test
        void aContainerThatMustNotBeRootIsNotMade() throws InterruptedException {
            started("{'containers':[{'name':'c','securityContext':{'runAsNonRoot':true}}]}");

            assertThat(bench.state("c"))
                    .contains("CreateContainerConfigError")
                    .contains("container has runAsNonRoot and image will run as root (pod:")
                    .contains("container: c)");
        }

        @Test
        void aContainerThatTheRuntimeRefusesWaits() throws InterruptedException {
            bench.runtime.failCreation("c", "failed to create containerd container: no");
            started("{'containers':[{'name':'c'}]}");

            assertThat(bench.state("c"))
                    .isEqualTo(
                            "{'waiting':{'reason':'CreateContainerError','message':'failed to"
                                    + " create containerd container: no'}}");
        }
    }

    @Nested
    class Images {
        @Test
        void anImageThatMustNotBePulledIsMissed() throws InterruptedException {
            started("{'containers':[{'name':'c','image':'absent','imagePullPolicy':'Never'}]}");

            assertThat(bench.state("c"))
                    .isEqualTo(
                            "{'waiting':{'reason':'ErrImageNeverPull','message':'Container image"
                                    + " \\'absent\\' is not present with pull policy of Never'}}");
            assertThat(bench.events)
                    .containsExactly(
                            "W ErrImageNeverPull c: Container image \"absent\" is not present with"
                                    + " pull policy of Never",
                            "W Failed c: Error: ErrImageNeverPull");
        }

        @Test
        void anImpossibleNameIsToldFromAnAbsentImage() throws InterruptedException {
            started("{'containers':[{'name':'c','image':'Team/Agent:1'}]}");

            String problem =
                    "Failed to apply default image tag \"Team/Agent:1\": couldn't parse image name"
                            + " \"Team/Agent:1\": invalid reference format: repository name (Agent)"
                            + " must be lowercase";
            assertThat(bench.containerStatus("c").path("state").path("waiting"))
                    .hasToString(
                            "{\"reason\":\"InvalidImageName\",\"message\":\"%s\"}"
                                    .formatted(problem.replace("\"", "\\\"")));
            assertThat(bench.events)
                    .containsExactly(
                            "W InspectFailed c: " + problem, "W Failed c: Error: InvalidImageName");
        }

        @Test
        void aFailedPullIsShownThenBackedOffFromThenRepeated() throws InterruptedException {
            started("{'containers':[{'name':'c','image':'absent'}]}");
            assertThat(bench.state("c"))
                    .isEqualTo("{'waiting':{'reason':'ErrImagePull','message':'no such host'}}");
            assertThat(bench.events)
                    .containsExactly(
                            "N Pulling c: Pulling image \"absent\"",
                            "W Failed c: Failed to pull image \"absent\": no such host",
                            "W Failed c: Error: ErrImagePull");

            bench.advance(Duration.ofSeconds(5));
            assertThat(bench.state("c"))
                    .isEqualTo(
                            "{'waiting':{'reason':'ImagePullBackOff','message':'Back-off pulling"
                                    + " image \\'absent\\': ErrImagePull: no such host'}}");
            assertThat(bench.events)
                    .endsWith(
                            "N BackOff c: Back-off pulling image \"absent\"",
                            "W Failed c: Error: ImagePullBackOff");

            bench.advance(Duration.ofSeconds(5));
            assertThat(bench.images.pulls()).hasSize(2);
        }

        @Test
        void anImageThatIsLoadedMeanwhileStartsTheContainer() throws InterruptedException {
            started("{'containers':[{'name':'c','image':'late'}]}");

            bench.images.put("late");
            bench.retry();

            assertThat(bench.state("c")).isEqualTo("{'running':{}}");
        }

        @Test
        void aPulledImageSaysHowLongItTook() throws InterruptedException {
            bench.images.publish("there");
            started("{'containers':[{'name':'c','image':'there'}]}");

            assertThat(bench.events)
                    .startsWith("N Pulling c: Pulling image \"there\"")
                    .anyMatch(event -> event.startsWith("N Pulled c: Successfully pulled image"));
            assertThat(bench.state("c")).isEqualTo("{'running':{}}");
        }
    }

    @Nested
    class FailedStarts {
        private static final String NO_COMMAND = "exec: /nope: no such file or directory";

        @Test
        void withPolicyNeverThePodFails() throws InterruptedException {
            bench.runtime.failStart("c", NO_COMMAND);
            started("{'restartPolicy':'Never','containers':[{'name':'c'}]}");

            assertThat(bench.phase()).isEqualTo("Failed");
            assertThat(bench.state("c"))
                    .isEqualTo(
                            "{'terminated':{'exitCode':128,'reason':'StartError','message':'"
                                    + NO_COMMAND
                                    + "'}}");
            assertThat(bench.events).contains("W Failed c: Error: " + NO_COMMAND);
            assertThat(bench.statuses)
                    .extracting(status -> status.path("phase").asString(""))
                    .doesNotContain("Running");
        }

        @Test
        void withPolicyAlwaysTheyAreRepeated() throws InterruptedException {
            bench.runtime.failStart("c", NO_COMMAND);
            started("{'containers':[{'name':'c'}]}");

            assertThat(bench.statuses)
                    .anyMatch(status ->
                            status.toString().contains("RunContainerError")
                                    && status.path("phase").asString("").equals("Running"));
            assertThat(bench.state("c")).contains("CrashLoopBackOff");
            assertThat(bench.lastState("c")).contains("StartError").contains("128");
            assertThat(bench.containerStatus("c").path("restartCount").asInt()).isEqualTo(1);
        }
    }

    @Nested
    class InitContainers {
        private static final String TWO =
                "{'restartPolicy':'Never','initContainers':[{'name':'i1'},{'name':'i2'}],"
                        + "'containers':[{'name':'c'}]}";

        @Test
        void theyRunOneAfterTheOther() throws InterruptedException {
            started(TWO);
            assertThat(bench.condition("Initialized"))
                    .isEqualTo(
                            "False ContainersNotInitialized: containers with incomplete status:"
                                    + " [i1 i2]");
            assertThat(bench.state("i1")).isEqualTo("{'running':{}}");
            assertThat(bench.state("i2")).isEqualTo("{'waiting':{'reason':'PodInitializing'}}");

            bench.exit("i1", 0, "Completed");
            assertThat(bench.condition("Initialized")).endsWith("[i2]");
            assertThat(bench.state("i2")).isEqualTo("{'running':{}}");
            assertThat(bench.phase()).isEqualTo("Pending");

            bench.exit("i2", 0, "Completed");
            assertThat(bench.state("c")).isEqualTo("{'running':{}}");
            assertThat(bench.condition("Initialized")).isEqualTo("True");
            assertThat(bench.phase()).isEqualTo("Running");
        }

        @Test
        void oneThatFailsForGoodFailsThePod() throws InterruptedException {
            started(TWO);
            bench.exit("i1", 0, "Completed").exit("i2", 2, "Error");

            assertThat(bench.phase()).isEqualTo("Failed");
            assertThat(bench.state("c")).isEqualTo("{'waiting':{'reason':'PodInitializing'}}");
            assertThat(bench.condition("ContainersReady")).isEqualTo("False PodFailed");
        }

        @Test
        void withPolicyAlwaysOneThatFailedIsRestartedAndOneThatSucceededIsNot()
                throws InterruptedException {
            started("{'initContainers':[{'name':'i1'}],'containers':[{'name':'c'}]}");

            bench.exit("i1", 2, "Error");
            assertThat(bench.containerStatus("i1").path("restartCount").asInt()).isEqualTo(1);

            bench.exit("i1", 0, "Completed");
            assertThat(bench.state("c")).isEqualTo("{'running':{}}");
            assertThat(bench.containerStatus("i1").path("restartCount").asInt()).isEqualTo(1);
        }

        @Test
        void aSidecarGoesOnBesideTheMainContainerAndEndsAfterIt() throws InterruptedException {
            started(
                    "{'restartPolicy':'Never','initContainers':[{'name':'side',"
                            + "'restartPolicy':'Always'}],'containers':[{'name':'c'}]}");
            assertThat(bench.state("side")).isEqualTo("{'running':{}}");
            assertThat(bench.state("c")).isEqualTo("{'running':{}}");

            bench.exit("c", 0, "Completed");

            assertThat(bench.events).contains("N Killing side: Stopping container side");
            assertThat(bench.phase()).isEqualTo("Succeeded");
        }
    }

    @Nested
    class Probes {
        @Test
        void readinessDecidesWhetherThePodIsReady() throws InterruptedException {
            started("{'containers':[{'name':'c','readinessProbe':{'tcpSocket':{'port':1}}}]}");
            assertThat(bench.containerStatus("c").path("ready").asBoolean()).isFalse();
            assertThat(bench.containerStatus("c").path("started").asBoolean()).isTrue();

            bench.prober.listener("c").ready(bench.prober.id("c"));
            bench.settle();
            assertThat(bench.condition("Ready")).isEqualTo("True");

            bench.prober.listener("c").unready(bench.prober.id("c"));
            bench.settle();
            assertThat(bench.condition("Ready")).startsWith("False ContainersNotReady");
        }

        @Test
        void aStartupProbeHoldsBackStarted() throws InterruptedException {
            started("{'containers':[{'name':'c','startupProbe':{'tcpSocket':{'port':1}}}]}");
            assertThat(bench.containerStatus("c").path("started").asBoolean()).isFalse();
            assertThat(bench.condition("Ready")).startsWith("False");

            bench.prober.listener("c").started(bench.prober.id("c"));
            bench.settle();

            assertThat(bench.containerStatus("c").path("started").asBoolean()).isTrue();
            assertThat(bench.condition("Ready")).isEqualTo("True");
        }

        @Test
        void aFailedLivenessProbeRestartsTheContainer() throws InterruptedException {
            started(
                    "{'terminationGracePeriodSeconds':30,'containers':[{'name':'c',"
                            + "'livenessProbe':{'tcpSocket':{'port':1},"
                            + "'terminationGracePeriodSeconds':4}}]}");

            bench.prober.listener("c").failed(bench.prober.id("c"), Purpose.LIVENESS);
            bench.settle();

            assertThat(bench.events)
                    .contains("N Killing c: Container c failed liveness probe, will be restarted");
            assertThat(bench.runtime.stops()).containsExactly("c 4");
            assertThat(bench.containerStatus("c").path("restartCount").asInt()).isEqualTo(1);
            assertThat(bench.lastState("c"))
                    .isEqualTo("{'terminated':{'exitCode':137,'reason':'Error'}}");
        }

        @Test
        void aContainerThatIsReplacedIsNotShownAsEnded() throws InterruptedException {
            started("{'containers':[{'name':'c','livenessProbe':{'tcpSocket':{'port':1}}}]}");
            int before = bench.statuses.size();

            bench.prober.listener("c").failed(bench.prober.id("c"), Purpose.LIVENESS);
            bench.settle();

            assertThat(bench.statuses.subList(before, bench.statuses.size()))
                    .isNotEmpty()
                    .allSatisfy(status ->
                            assertThat(status.toString())
                                    .contains("\"running\"")
                                    .doesNotContain("ContainersNotReady"));
        }

        @Test
        void theSecondReplacementComesAtOnceTooAndTheThirdAfterAPause()
                throws InterruptedException {
            started("{'containers':[{'name':'c','livenessProbe':{'tcpSocket':{'port':1}}}]}");

            for (int count = 1; count <= 2; count++) {
                bench.prober.listener("c").failed(bench.prober.id("c"), Purpose.LIVENESS);
                bench.settle();
                assertThat(bench.containerStatus("c").path("restartCount").asInt())
                        .isEqualTo(count);
            }
            bench.prober.listener("c").failed(bench.prober.id("c"), Purpose.LIVENESS);
            bench.settle();
            assertThat(bench.state("c")).contains("CrashLoopBackOff", "back-off 10s");

            bench.advance(Duration.ofSeconds(10));
            assertThat(bench.containerStatus("c").path("restartCount").asInt()).isEqualTo(3);
        }

        @Test
        void aReadinessGateIsWaitedFor() throws InterruptedException {
            started(
                    "{'containers':[{'name':'c'}],'readinessGates':[{'conditionType':"
                            + "'example.com/ready'}]}");
            assertThat(bench.condition("Ready"))
                    .isEqualTo(
                            "False ReadinessGatesNotReady: corresponding condition of pod readiness"
                                    + " gate \"example.com/ready\" does not exist.");
            assertThat(bench.condition("ContainersReady")).isEqualTo("True");

            bench.change(pod ->
                    pod.withObject("status")
                            .withArray("conditions")
                            .addObject()
                            .put("type", "example.com/ready")
                            .put("status", "True"));

            assertThat(bench.condition("Ready")).isEqualTo("True");
        }
    }

    @Nested
    class Hooks {
        @Test
        void aFailedPostStartHookEndsTheContainer() throws InterruptedException {
            bench.runtime.answerCommands(_ -> new CommandResult(6, "nope\n"));
            started(
                    "{'containers':[{'name':'c','lifecycle':{'postStart':{'exec':{'command':"
                            + "['sh','-c','fail']}}}}]}");

            assertThat(bench.events)
                    .contains(
                            "W FailedPostStartHook c: PostStartHook failed",
                            "N Killing c: FailedPostStartHook");
            assertThat(bench.statuses)
                    .anyMatch(status ->
                            status.toString()
                                    .contains(
                                            "Exec lifecycle hook ([sh -c fail]) for"
                                                    + " Container \\\"c\\\" in Pod \\\""
                                                    + POD
                                                    + "\\\" failed - error: command 'sh -c"
                                                    + " fail' exited with 6: , message:"
                                                    + " \\\"nope\\\\n\\\""));
            assertThat(bench.state("c")).contains("CrashLoopBackOff");
        }

        @Test
        void aFailedPreStopHookIsTold() throws InterruptedException {
            started(
                    "{'containers':[{'name':'c','lifecycle':{'preStop':{'exec':{'command':"
                            + "['false']}}}}]}");
            bench.runtime.answerCommands(_ -> new CommandResult(1, ""));

            bench.delete(5);

            assertThat(bench.events)
                    .endsWith(
                            "N Killing c: Stopping container c",
                            "W FailedPreStopHook c: PreStopHook failed");
            assertThat(bench.phase()).isEqualTo("Failed");
        }
    }

    @Nested
    class Deletion {
        @Test
        void containersEndThenTheObjectIsDeletedThenTheRestIsRemoved() throws InterruptedException {
            started("{'containers':[{'name':'c'}]}");

            bench.delete(4);

            assertThat(bench.events).contains("N Killing c: Stopping container c");
            assertThat(bench.runtime.stops()).containsExactly("c 4");
            assertThat(bench.phase()).isEqualTo("Failed");
            assertThat(bench.status().path("observedGeneration").asInt()).isEqualTo(2);
            assertThat(bench.condition("Ready")).isEqualTo("False PodFailed");
            assertThat(bench.deletions).hasSize(1);
            assertThat(bench.runtime.sandboxes()).hasSize(1);

            bench.removed();
            assertThat(bench.runtime.sandboxes()).isEmpty();
            assertThat(bench.isDone()).isTrue();
        }

        /// Nothing of an end that was broken off is left out when it is tried again.
        @Test
        void anEndThatTheRuntimesDeathBreaksOffIsTriedAgainAsAWhole() throws InterruptedException {
            started("{'containers':[{'name':'c'}]}");
            bench.runtime.dieWhenASandboxStops();

            bench.delete(4);
            bench.advance(Duration.ofSeconds(5)).notice();
            assertThat(bench.tornDown).isEmpty();
            assertThat(bench.deletions).isEmpty();
            assertThat(bench.phase()).isEqualTo("Running");

            bench.runtime.comeBack();
            bench.advance(Duration.ofSeconds(5)).notice();
            assertThat(bench.tornDown).containsExactly(PodBench.UID);
            assertThat(bench.phase()).isEqualTo("Failed");
            assertThat(bench.deletions).hasSize(1);

            bench.removed();
            assertThat(bench.runtime.sandboxes()).isEmpty();
            assertThat(bench.isDone()).isTrue();
        }

        @Test
        void aPodThatEndsWaitsForNothing() throws InterruptedException {
            bench.environmentFails("configmap \"absent\" not found");
            started("{'containers':[{'name':'c'}]}");
            assertThat(bench.state("c")).contains("CreateContainerConfigError");
            int before = bench.statuses.size();

            bench.delete(1);

            assertThat(bench.statuses.get(before).toString())
                    .contains("\"ContainerCreating\"")
                    .doesNotContain("absent");
        }

        @Test
        void whatEndsOnTheWayIsToldWhenAllHasEnded() throws InterruptedException {
            started("{'containers':[{'name':'a'},{'name':'b'}]}");
            bench.runtime.ignoreStops("b");
            int before = bench.statuses.size();

            bench.delete(30);
            assertThat(bench.statuses).hasSize(before + 1);
            assertThat(bench.state("a")).contains("running");

            bench.exit("b", 137, "Error");
            assertThat(bench.statuses).hasSize(before + 2);
            assertThat(bench.phase()).isEqualTo("Failed");
        }

        @Test
        void graceIsNeverBelowTwoSeconds() throws InterruptedException {
            started("{'containers':[{'name':'c'}]}");

            bench.delete(1);

            assertThat(bench.runtime.stops()).containsExactly("c 2");
        }

        @Test
        void aContainerThatNeverStartedIsLost() throws InterruptedException {
            bench.environmentFails("configmap \"absent\" not found");
            started("{'containers':[{'name':'c'}]}");

            bench.delete(1);

            assertThat(bench.phase()).isEqualTo("Failed");
            assertThat(bench.state("c"))
                    .isEqualTo(
                            "{'terminated':{'exitCode':137,'reason':'ContainerStatusUnknown',"
                                    + "'message':'The container could not be located when the pod"
                                    + " was terminated'}}");
            assertThat(bench.condition("Ready"))
                    .isEqualTo("False ContainersNotReady: containers with unready status: [c]");
        }

        @Test
        void aPodWithoutSandboxIsDeletedToo() throws InterruptedException {
            bench.volumeFailures.put("v", "MountVolume.SetUp failed");
            started("{'containers':[{'name':'c'}]}");

            bench.delete(30);

            assertThat(bench.condition("PodReadyToStartContainers"))
                    .isEqualTo("False PodSandboxNotReady: no pod sandbox exists");
            assertThat(bench.phase()).isEqualTo("Failed");
            assertThat(bench.deletions).hasSize(1);
        }

        @Test
        void mainContainersThatWaitForAnInitContainerStayWaiting() throws InterruptedException {
            started("{'initContainers':[{'name':'i1'}],'containers':[{'name':'c'}]}");

            bench.delete(1);

            assertThat(bench.state("i1"))
                    .isEqualTo("{'terminated':{'exitCode':137,'reason':'Error'}}");
            assertThat(bench.state("c")).isEqualTo("{'waiting':{'reason':'PodInitializing'}}");
            assertThat(bench.phase()).isEqualTo("Failed");
        }

        @Test
        void aContainerThatEndsWellOnTheSignalSucceeds() throws InterruptedException {
            started("{'containers':[{'name':'c'}]}");
            bench.runtime.ignoreStops("c");
            bench.delete(30);
            assertThat(bench.phase()).isEqualTo("Running");

            bench.exit("c", 0, "Completed");

            assertThat(bench.phase()).isEqualTo("Succeeded");
        }

        @Test
        void aStopThatFailsIsTriedAgain() throws InterruptedException {
            started("{'containers':[{'name':'c'}]}");
            bench.runtime.failStops(2);

            bench.delete(30);
            assertThat(bench.phase()).isEqualTo("Running");
            bench.advance(Duration.ofSeconds(1)).notice();
            assertThat(bench.phase()).isEqualTo("Running");
            bench.advance(Duration.ofSeconds(1)).notice();

            assertThat(bench.phase()).isEqualTo("Failed");
            assertThat(bench.deletions).hasSize(1);
        }

        @Test
        void aRestartThatFailsIsTriedAgain() throws InterruptedException {
            started("{'containers':[{'name':'c','livenessProbe':{'exec':{'command':['x']}}}]}");
            bench.runtime.failStops(1);

            bench.prober.listener("c").failed(bench.prober.id("c"), Purpose.LIVENESS);
            bench.settle();
            assertThat(bench.containerStatus("c").path("restartCount").asInt()).isZero();
            bench.advance(Duration.ofSeconds(1)).notice();

            assertThat(bench.containerStatus("c").path("restartCount").asInt()).isEqualTo(1);
        }

        @Test
        void sidecarsEndAfterTheMainContainers() throws InterruptedException {
            started(
                    "{'initContainers':[{'name':'s1','restartPolicy':'Always'},"
                            + "{'name':'s2','restartPolicy':'Always'}],"
                            + "'containers':[{'name':'c'}]}");

            bench.delete(10);

            assertThat(bench.runtime.stops()).containsExactly("c 10", "s2 10", "s1 10");
        }

        @Test
        void aForcedDeletionRemovesEverythingWithoutAStatus() throws InterruptedException {
            started("{'containers':[{'name':'c'}]}");
            int written = bench.statuses.size();

            bench.removed();

            assertThat(bench.runtime.sandboxes()).isEmpty();
            assertThat(bench.statuses).hasSize(written);
            assertThat(bench.deletions).isEmpty();
        }

        @Test
        void aCompletedPodIsDeletedAtOnce() throws InterruptedException {
            started("{'restartPolicy':'Never','containers':[{'name':'c'}]}");
            bench.exit("c", 0, "Completed");
            int written = bench.statuses.size();

            bench.delete(0);

            assertThat(bench.deletions).hasSize(1);
            assertThat(bench.statuses).hasSize(written);
        }
    }

    @Nested
    class Deadlines {
        @Test
        void aPodThatLivesTooLongFails() throws InterruptedException {
            started("{'activeDeadlineSeconds':60,'containers':[{'name':'c'}]}");

            bench.advance(Duration.ofSeconds(59));
            assertThat(bench.phase()).isEqualTo("Running");
            bench.advance(Duration.ofSeconds(1));

            assertThat(bench.phase()).isEqualTo("Failed");
            assertThat(bench.status().path("reason").asString("")).isEqualTo("DeadlineExceeded");
        }
    }

    @Nested
    class Changes {
        @Test
        void aNewImageRestartsTheContainer() throws InterruptedException {
            bench.images.put("alpine");
            started("{'containers':[{'name':'c'}]}");

            bench.change(pod -> {
                ((ObjectNode) pod.path("spec").path("containers").path(0)).put("image", "alpine");
                ((ObjectNode) pod.get("metadata")).put("generation", 2);
            });

            assertThat(bench.events)
                    .contains("N Killing c: Container c definition changed, will be restarted");
            assertThat(bench.containerStatus("c").path("restartCount").asInt()).isEqualTo(1);
            assertThat(bench.containerStatus("c").path("image").asString(""))
                    .isEqualTo("docker.io/library/alpine");
        }

        @Test
        void aLostSandboxIsMadeAnew() throws InterruptedException {
            started("{'containers':[{'name':'c'}]}");

            bench.runtime.stopSandbox(bench.runtime.sandboxes().getFirst().id());
            bench.notice();

            assertThat(bench.events)
                    .contains(
                            "N SandboxChanged : Pod sandbox changed, it will be killed and"
                                    + " re-created.");
            assertThat(bench.runtime.sandboxes()).hasSize(2);
            assertThat(bench.state("c")).isEqualTo("{'running':{}}");
            assertThat(bench.containerStatus("c").path("restartCount").asInt()).isEqualTo(1);
        }
    }

    @Nested
    class RestartOfTheAgent {
        @Test
        void runningContainersAreAdoptedAsTheyAre() throws InterruptedException {
            started("{'containers':[{'name':'c','readinessProbe':{'tcpSocket':{'port':1}}}]}");
            bench.prober.listener("c").ready(bench.prober.id("c"));
            bench.settle();
            int events = bench.events.size();
            String before = bench.status().toString();

            bench.restartAgent().settle();

            assertThat(bench.events).hasSize(events);
            assertThat(bench.runtime.containerCount()).isEqualTo(1);
            assertThat(bench.status().toString()).isEqualTo(before);
            assertThat(bench.prober.targets.values())
                    .singleElement()
                    .matches(target -> target.isAdopted());
        }

        @Test
        void aContainerThatEndedMeanwhileIsRestarted() throws InterruptedException {
            started("{'containers':[{'name':'c'}]}");
            bench.runtime.exit("c", 1, "Error");

            bench.restartAgent().settle();

            assertThat(bench.containerStatus("c").path("restartCount").asInt()).isEqualTo(1);
            assertThat(bench.state("c")).isEqualTo("{'running':{}}");
        }

        @Test
        void restartsAreCountedOnWhenTheRuntimeLostEverything() throws InterruptedException {
            started("{'containers':[{'name':'c'}]}");
            bench.exit("c", 1, "Error");
            bench.runtime.removeSandbox(bench.runtime.sandboxes().getFirst().id());

            bench.restartAgent().settle();

            assertThat(bench.state("c")).isEqualTo("{'running':{}}");
            assertThat(bench.containerStatus("c").path("restartCount").asInt()).isEqualTo(2);
        }

        @Test
        void aContainerThatMustNotRunTwiceIsLostWithTheRuntime() throws InterruptedException {
            started("{'restartPolicy':'Never','containers':[{'name':'c'}]}");
            bench.runtime.removeSandbox(bench.runtime.sandboxes().getFirst().id());

            bench.restartAgent().settle();

            assertThat(bench.runtime.containerCount()).isZero();
            assertThat(bench.phase()).isEqualTo("Failed");
            assertThat(bench.state("c"))
                    .contains("'exitCode':137,'reason':'ContainerStatusUnknown'");
        }

        @Test
        void aCompletedPodStaysCompleted() throws InterruptedException {
            started("{'restartPolicy':'Never','containers':[{'name':'c'}]}");
            bench.exit("c", 0, "Completed");
            int written = bench.statuses.size();

            bench.restartAgent().settle();

            assertThat(bench.statuses).hasSize(written);
            assertThat(bench.runtime.containerCount()).isEqualTo(1);
        }
    }

    @Nested
    class EndByTheNode {
        private static final Verdict TERMINATED =
                new Verdict("Terminated", "Pod was terminated.", true);

        @Test
        void aKilledPodFailsAndSaysThatItIsNotToBlame() throws InterruptedException {
            started("{'containers':[{'name':'c'}]}");

            bench.kill(TERMINATED, Duration.ofSeconds(5));

            assertThat(bench.phase()).isEqualTo("Failed");
            assertThat(bench.status().path("reason").asString("")).isEqualTo("Terminated");
            assertThat(bench.status().path("message").asString(""))
                    .isEqualTo("Pod was terminated.");
            assertThat(bench.condition("DisruptionTarget"))
                    .isEqualTo("True TerminationByKubelet: Pod was terminated.");
            assertThat(bench.events).contains("N Killing c: Stopping container c");
        }

        @Test
        void theShorterOfBothTimesCounts() throws InterruptedException {
            started("{'terminationGracePeriodSeconds':60,'containers':[{'name':'c'}]}");
            bench.kill(TERMINATED, Duration.ofSeconds(5));

            assertThat(bench.runtime.stops()).containsExactly("c 5");
        }

        @Test
        void thePodsOwnTimeMayBeShorter() throws InterruptedException {
            started("{'terminationGracePeriodSeconds':3,'containers':[{'name':'c'}]}");
            bench.kill(TERMINATED, Duration.ofSeconds(5));

            assertThat(bench.runtime.stops()).containsExactly("c 3");
        }

        @Test
        void aPodThatIsPutAwayRunsItsHookAndKeepsItsStatus() throws InterruptedException {
            List<String> commands = new ArrayList<>();
            bench.runtime.answerCommands(command -> {
                commands.addAll(command);
                return new CommandResult(0, "");
            });
            started(
                    "{'containers':[{'name':'c','lifecycle':{'preStop':{'exec':"
                            + "{'command':['bye']}}}}]}");
            int written = bench.statuses.size();

            bench.putAway(Duration.ofSeconds(5));

            assertThat(commands).containsExactly("bye");
            assertThat(bench.statuses).hasSize(written);
            assertThat(bench.isDone()).isTrue();
            assertThat(bench.runtime.sandboxes()).isEmpty();
        }
    }

    @Nested
    class RestartOfAll {
        private static final String SPEC =
                "{'restartPolicy':'Never','initContainers':[{'name':'i'}],'containers':[{'name':'a',"
                        + "'restartPolicy':'Never','restartPolicyRules':[{'action':'RestartAllContainers',"
                        + "'exitCodes':{'operator':'In','values':[88]}}]},{'name':'b'}]}";

        @Test
        void everythingBeginsAnewInTheSameSandbox() throws InterruptedException {
            started(SPEC);
            bench.exit("i", 0, "Completed");
            assertThat(bench.condition("AllContainersRestarting")).isEqualTo("False");

            bench.exit("a", 88, "Error");

            assertThat(bench.statuses)
                    .anySatisfy(status ->
                            assertThat(status.toString())
                                    .contains(
                                            "\"reason\":\"RestartAllContainersStarted\",\"message\":\"container exited with restart policy rule\""));
            assertThat(bench.runtime.stops()).containsExactly("b 2");
            assertThat(bench.events).contains("N Killing b: killing");
            assertThat(bench.runtime.sandboxes()).hasSize(1);
            assertThat(bench.phase()).isEqualTo("Running");
            assertThat(bench.state("i")).isEqualTo("{'running':{}}");
            assertThat(bench.condition("Initialized")).isEqualTo("True");
            assertThat(bench.state("b"))
                    .isEqualTo(
                            "{'waiting':{'reason':'RestartingAllContainers','message':'The container is"
                                    + " removed because RestartAllContainers in place'}}");
            assertThat(bench.lastState("b"))
                    .isEqualTo(
                            "{'terminated':{'exitCode':137,'reason':'RestartingAllContainers','message':"
                                    + "'The container is removed because RestartAllContainers in place'}}");

            bench.exit("i", 0, "Completed");

            assertThat(bench.state("a")).isEqualTo("{'running':{}}");
            assertThat(bench.state("b")).isEqualTo("{'running':{}}");
            assertThat(bench.containerStatus("a").path("restartCount").asInt()).isEqualTo(1);
            assertThat(bench.containerStatus("b").path("restartCount").asInt()).isEqualTo(1);
            assertThat(bench.containerStatus("i").path("restartCount").asInt()).isEqualTo(1);
            assertThat(bench.lastState("b")).contains("RestartingAllContainers");
            assertThat(bench.condition("AllContainersRestarting")).isEqualTo("False");
        }

        @Test
        void repeatedlyOnlyAfterPauses() throws InterruptedException {
            started(SPEC);
            bench.exit("i", 0, "Completed").exit("a", 88, "Error").exit("i", 0, "Completed");

            bench.exit("a", 88, "Error");

            assertThat(bench.state("i")).contains("RestartingAllContainers");
            bench.advance(Duration.ofSeconds(10));
            assertThat(bench.state("i")).isEqualTo("{'running':{}}");
        }

        @Test
        void otherCodesEndThePod() throws InterruptedException {
            started(SPEC);
            bench.exit("i", 0, "Completed").exit("a", 3, "Error").exit("b", 0, "Completed");

            assertThat(bench.phase()).isEqualTo("Failed");
            assertThat(bench.condition("AllContainersRestarting")).isEqualTo("False PodFailed");
        }
    }

    @Nested
    class RuntimeClassOfPods {
        @Test
        void namesTheHandler() throws InterruptedException {
            KubeObject runtimeClass =
                    KubeObject.named(
                            new GroupVersionKind("node.k8s.io", "v1", "RuntimeClass"), "", "kata");
            runtimeClass.json().put("handler", "kata-qemu");
            bench.api.create(
                    new GroupVersionResource("node.k8s.io", "v1", "runtimeclasses"), runtimeClass);

            started("{'runtimeClassName':'kata','containers':[{'name':'c'}]}");

            assertThat(bench.runtime.handlers()).containsExactly("kata-qemu");
        }

        @Test
        void mayBeMissing() throws InterruptedException {
            started("{'runtimeClassName':'gone','containers':[{'name':'c'}]}");

            assertThat(bench.events)
                    .contains(
                            "W FailedCreatePodSandBox : Failed to create pod sandbox:"
                                    + " runtimeclass.node.k8s.io \"gone\" not found");
            assertThat(bench.runtime.sandboxes()).isEmpty();
        }
    }

    @Test
    void aHookThatOpensASocketIsNone() throws InterruptedException {
        started(
                "{'containers':[{'name':'c','lifecycle':{'postStart':{'tcpSocket':{'port':80}}}}]}");

        assertThat(bench.events).contains("W FailedPostStartHook c: PostStartHook failed");
        assertThat(bench.lastState("c") + bench.state("c")).contains("terminated");
    }
}
