package dev.purser.node.eviction;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.quantity.Quantity;
import dev.purser.client.testing.ManualTimers;
import dev.purser.node.eviction.PodConsumption.ContainerConsumption;
import dev.purser.node.settings.EvictionSettings;
import dev.purser.node.settings.Signal;
import dev.purser.node.settings.Threshold;
import dev.purser.node.settings.ThresholdValue;
import dev.purser.node.settings.ThresholdValue.Share;
import dev.purser.node.spec.PodSpec;
import dev.purser.node.status.PodFacts.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class PressureWatchTests {
    private static final long MIB = 1L << 20;
    private static final Threshold MEMORY =
            hard(Signal.MEMORY_AVAILABLE, new ThresholdValue.Amount(Quantity.parse("100Mi")));
    private static final Threshold DISK = hard(Signal.NODEFS_AVAILABLE, new Share(0.1f));

    private final ManualTimers timers = new ManualTimers(Instant.parse("2026-11-23T00:00:00Z"));
    private final Machine machine = new Machine();
    private final Node node = new Node();
    private final Pressures pressures = new Pressures();

    private static Threshold hard(Signal signal, ThresholdValue value) {
        return new Threshold(signal, value, Duration.ZERO, Optional.empty());
    }

    private PressureWatch watch(Threshold... thresholds) {
        return new PressureWatch(
                new PressureWatch.Sources(machine, node),
                new EvictionSettings(List.of(thresholds), Duration.ofMinutes(5), 3),
                new PressureWatch.Means(
                        pressures,
                        node,
                        () -> {
                            node.reclaimed++;
                            machine.set(Signal.NODEFS_AVAILABLE, machine.afterReclaim, 1000);
                        }),
                timers);
    }

    /// Says what a test has set.
    private static final class Machine implements SignalSource {
        private final Map<Signal, Observation> signals = new EnumMap<>(Signal.class);
        private long afterReclaim;

        void set(Signal signal, long available, long capacity) {
            signals.put(signal, new Observation(available, capacity));
        }

        @Override
        public Map<Signal, Observation> observe() {
            return signals;
        }

        @Override
        public Observation memory() {
            return signals.getOrDefault(Signal.MEMORY_AVAILABLE, new Observation(1, 1));
        }

        @Override
        public boolean hasImageFileSystem() {
            return false;
        }
    }

    /// Pods that end as soon as they are to.
    private static final class Node implements EvictionTargets, ConsumptionSource {
        private final List<PodSpec> pods = new ArrayList<>();
        private final Map<String, PodConsumption> consumption = new HashMap<>();
        private final List<String> evicted = new ArrayList<>();
        private final List<Verdict> verdicts = new ArrayList<>();
        private final List<Duration> graces = new ArrayList<>();
        private final List<String> announced = new ArrayList<>();
        private int changes;
        private int reclaimed;

        void add(String name, String spec, PodConsumption used) {
            KubeObject pod = KubeObject.named(new GroupVersionKind("", "v1", "Pod"), "ns", name);
            pod.metadata().put("uid", name);
            pod.json().set("spec", JsonMapper.shared().readTree(spec.replace('\'', '"')));
            pods.add(new PodSpec(pod));
            consumption.put(name, used);
        }

        @Override
        public Map<String, PodConsumption> of(Collection<PodSpec> asked) {
            return consumption;
        }

        @Override
        public List<PodSpec> active() {
            return List.copyOf(pods);
        }

        @Override
        public void evict(PodSpec pod, Verdict verdict, Duration graceLimit) {
            evicted.add(pod.identity().name());
            verdicts.add(verdict);
            graces.add(graceLimit);
            pods.remove(pod);
        }

        @Override
        public boolean awaitEnd(PodSpec pod, Duration limit) {
            return true;
        }

        @Override
        public void announce(String resource) {
            announced.add(resource);
        }

        @Override
        public void conditionsChanged() {
            changes++;
        }
    }

    private static PodConsumption memory(long bytes) {
        return new PodConsumption(
                bytes,
                1,
                Map.of("c", new ContainerConsumption(bytes, Amount.NONE, Amount.NONE)),
                Map.of());
    }

    private static PodConsumption disk(long written, long logs, long volume) {
        return new PodConsumption(
                0,
                1,
                Map.of(
                        "c",
                        new ContainerConsumption(0, new Amount(written, 1), new Amount(logs, 1))),
                Map.of("e", new Amount(volume, 1)));
    }

    private static String asking(String memory, int priority) {
        return "{'priority':%d,'containers':[{'name':'c','resources':{'requests':{'memory':'%s'}}}]}"
                .formatted(priority, memory);
    }

    @Nested
    class Memory {
        @Test
        void isTakenBackFromThePodThatExceedsItsRequestTheMost() {
            node.add("modest", asking("300Mi", 0), memory(200 * MIB));
            node.add("greedy", asking("100Mi", 0), memory(250 * MIB + 1024));
            node.add("important", asking("10Mi", 1000), memory(900 * MIB));
            machine.set(Signal.MEMORY_AVAILABLE, 60 * MIB, 4096 * MIB);

            List<PodSpec> evicted = watch(MEMORY, DISK).synchronize();

            assertThat(evicted).hasSize(1);
            assertThat(node.evicted).containsExactly("greedy");
            assertThat(node.verdicts.getFirst())
                    .isEqualTo(
                            new Verdict(
                                    "Evicted",
                                    "The node was low on resource: memory. Threshold quantity: 100Mi, available: 60Mi. Container c was using 256001Ki, request is 100Mi, has larger consumption of memory. ",
                                    true));
            assertThat(node.graces).containsExactly(Duration.ofSeconds(1));
            assertThat(node.announced).containsExactly("memory");
            assertThat(node.reclaimed).isZero();
            assertThat(pressures.get()).containsExactly(Pressure.MEMORY);
        }

        @Test
        void neverCostsACriticalPod() {
            node.add("system", asking("1Mi", 2_000_001_000), memory(900 * MIB));
            node.add("small", asking("300Mi", 0), memory(2 * MIB));
            machine.set(Signal.MEMORY_AVAILABLE, 60 * MIB, 4096 * MIB);

            watch(MEMORY).synchronize();

            assertThat(node.evicted).containsExactly("small");
        }

        @Test
        void ofThePodsTogetherCountsAsWell() {
            node.add("p", asking("1Mi", 0), memory(900 * MIB));
            machine.set(Signal.MEMORY_AVAILABLE, 2000 * MIB, 4096 * MIB);
            machine.set(Signal.ALLOCATABLE_MEMORY_AVAILABLE, 50 * MIB, 1000 * MIB);

            watch(MEMORY).synchronize();

            assertThat(node.evicted).containsExactly("p");
        }

        @Test
        void isTakenBackAfterItsGraceFromASoftThreshold() {
            Threshold soft =
                    new Threshold(
                            Signal.MEMORY_AVAILABLE,
                            new ThresholdValue.Amount(Quantity.parse("500Mi")),
                            Duration.ofSeconds(90),
                            Optional.empty());
            node.add("p", asking("1Mi", 0), memory(900 * MIB));
            machine.set(Signal.MEMORY_AVAILABLE, 400 * MIB, 4096 * MIB);
            PressureWatch watch = watch(soft);

            assertThat(watch.synchronize()).isEmpty();
            assertThat(pressures.get()).containsExactly(Pressure.MEMORY);
            timers.advance(Duration.ofSeconds(89));
            assertThat(watch.synchronize()).isEmpty();
            timers.advance(Duration.ofSeconds(1));
            assertThat(watch.synchronize()).hasSize(1);
            assertThat(node.graces).containsExactly(Duration.ofSeconds(3));
        }
    }

    @Nested
    class Conditions {
        @Test
        void stayForTheTransitionPeriod() {
            PressureWatch watch = watch(MEMORY);
            machine.set(Signal.MEMORY_AVAILABLE, 60 * MIB, 4096 * MIB);
            watch.synchronize();
            machine.set(Signal.MEMORY_AVAILABLE, 600 * MIB, 4096 * MIB);
            timers.advance(Duration.ofSeconds(299));
            watch.synchronize();
            assertThat(pressures.get()).containsExactly(Pressure.MEMORY);
            timers.advance(Duration.ofSeconds(1));
            watch.synchronize();
            assertThat(pressures.get()).isEmpty();
            assertThat(node.changes).isEqualTo(2);
        }

        @Test
        void lastUntilTheMinimumIsReclaimed() {
            Threshold more =
                    new Threshold(
                            Signal.NODEFS_AVAILABLE,
                            new Share(0.1f),
                            Duration.ZERO,
                            Optional.of(new ThresholdValue.Amount(Quantity.of(50))));
            machine.afterReclaim = 120;
            node.add("p", "{'containers':[{'name':'c'}]}", disk(10, 0, 0));
            node.add("q", "{'containers':[{'name':'c'}]}", disk(9, 0, 0));
            machine.set(Signal.NODEFS_AVAILABLE, 99, 1000);
            PressureWatch watch = watch(more);

            assertThat(watch.synchronize()).hasSize(1);
            assertThat(watch.synchronize()).hasSize(1);
            machine.afterReclaim = 150;
            machine.set(Signal.NODEFS_AVAILABLE, 150, 1000);
            assertThat(watch.synchronize()).isEmpty();
            assertThat(node.evicted).containsExactly("p", "q");
        }
    }

    @Nested
    class Disk {
        @Test
        void isFreedOfWhatNobodyNeedsBeforePodsGo() {
            node.add("p", "{'containers':[{'name':'c'}]}", disk(10, 0, 0));
            machine.set(Signal.NODEFS_AVAILABLE, 99, 1000);
            machine.afterReclaim = 100;

            assertThat(watch(DISK).synchronize()).isEmpty();

            assertThat(node.reclaimed).isEqualTo(1);
            assertThat(pressures.get()).containsExactly(Pressure.DISK);
            assertThat(node.announced).containsExactly("ephemeral-storage");
        }

        @Test
        void isTakenBackFromThePodThatTakesTheMost() {
            node.add("p", "{'containers':[{'name':'c'}]}", disk(2048, 1024, 0));
            node.add("q", "{'containers':[{'name':'c'}]}", disk(10, 0, 4096));
            machine.set(Signal.NODEFS_AVAILABLE, 99, 1000);
            machine.afterReclaim = 99;

            watch(DISK).synchronize();

            assertThat(node.evicted).containsExactly("q");
            assertThat(node.verdicts.getFirst().message())
                    .isEqualTo(
                            "The node was low on resource: ephemeral-storage. Threshold quantity: 100, available: 99. Container c was using 10, request is 0, has larger consumption of ephemeral-storage. ");
        }

        @Test
        void hasTheLimitsOfEachPod() {
            String volume =
                    "{'volumes':[{'name':'e','emptyDir':{'sizeLimit':'1Mi'}}],'containers':[{'name':'c'}]}";
            String limit =
                    "{'containers':[{'name':'c','resources':{'limits':{'ephemeral-storage':'2Mi'}}}]}";
            node.add("within", volume, disk(0, 0, MIB));
            node.add("volume", volume, disk(0, 0, MIB + 1));
            node.add("written", limit, disk(2 * MIB, 1, 0));
            node.add("free", "{'containers':[{'name':'c'}]}", disk(900 * MIB, 0, 900 * MIB));

            watch(MEMORY).synchronize();

            assertThat(node.evicted).containsExactly("volume", "written");
            assertThat(node.verdicts)
                    .containsExactly(
                            new Verdict(
                                    "Evicted",
                                    "Usage of EmptyDir volume \"e\" exceeds the limit \"1Mi\". "),
                            new Verdict(
                                    "Evicted",
                                    "Pod ephemeral local storage usage exceeds the total limit of containers 2Mi. "));
        }

        @Test
        void hasTheLimitsOfEachContainer() {
            String pod =
                    "{'containers':[{'name':'c','resources':{'limits':{'ephemeral-storage':'2Mi'}}},{'name':'d','resources':{'limits':{'ephemeral-storage':'9Mi'}}}]}";
            node.add("p", pod, disk(2 * MIB, 1, 0));

            watch(MEMORY).synchronize();

            assertThat(node.verdicts.getFirst().message())
                    .isEqualTo("Container c exceeded its local ephemeral storage limit \"2Mi\". ");
        }
    }

    @Nested
    class Admission {
        private final PressureAdmission admission = new PressureAdmission(pressures);

        private Optional<Verdict> refusal(String spec) {
            KubeObject pod = KubeObject.named(new GroupVersionKind("", "v1", "Pod"), "ns", "p");
            pod.json()
                    .set(
                            "spec",
                            (ObjectNode) JsonMapper.shared().readTree(spec.replace('\'', '"')));
            return admission.refusal(new PodSpec(pod));
        }

        @Test
        void refusesWhatAsksForNothingWhenMemoryIsShort() {
            pressures.set(Set.of(Pressure.MEMORY));
            assertThat(refusal("{'containers':[{'name':'c'}]}"))
                    .contains(new Verdict("Evicted", "The node had condition: [MemoryPressure]. "));
            assertThat(refusal(asking("1Mi", 0))).isEmpty();
            assertThat(
                            refusal(
                                    "{'containers':[{'name':'c'}],'tolerations':[{'key':'node.kubernetes.io/memory-pressure','operator':'Exists','effect':'NoSchedule'}]}"))
                    .isEmpty();
            assertThat(
                            refusal(
                                    "{'containers':[{'name':'c'}],'tolerations':[{'key':'node.kubernetes.io/disk-pressure','operator':'Exists'}]}"))
                    .isPresent();
        }

        @Test
        void refusesAllButCriticalOnesWhenTheDiskIsFull() {
            pressures.set(Set.of(Pressure.DISK));
            assertThat(refusal(asking("1Mi", 0)).orElseThrow().message())
                    .isEqualTo("The node had condition: [DiskPressure]. ");
            assertThat(refusal(asking("1Mi", 2_000_000_000))).isEmpty();
            pressures.set(Set.of());
            assertThat(refusal(asking("1Mi", 0))).isEmpty();
        }
    }
}
