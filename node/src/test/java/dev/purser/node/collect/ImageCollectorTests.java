package dev.purser.node.collect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.testing.ManualTimers;
import dev.purser.node.collect.ImageCollector.Room;
import dev.purser.node.cri.CriImages.Image;
import dev.purser.node.cri.FakeImages;
import dev.purser.node.cri.FakeRuntime;
import dev.purser.node.image.PauseImage;
import dev.purser.node.image.PulledImages;
import dev.purser.node.report.NodeEvents;
import dev.purser.node.settings.ImageSettings;
import dev.purser.node.spec.PodSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageCollectorTests {
    private static final ImageSettings USUAL =
            new ImageSettings(Duration.ofMinutes(2), Duration.ZERO, 85, 80, 50);

    @TempDir private Path directory;
    private final ManualTimers timers = new ManualTimers(Instant.parse("2026-11-23T00:00:00Z"));
    private final FakeImages runtimeImages = new FakeImages();
    private final List<PodSpec> active = new ArrayList<>();
    private final List<String> events = new ArrayList<>();
    private PulledImages images;
    private Room room = new Room(10_000, 5_000);

    @BeforeEach
    void pullThree() throws IOException {
        images = new PulledImages(runtimeImages, directory.resolve("pulled"));
        runtimeImages.put(PauseImage.NAME);
        runtimeImages.put("loaded");
        for (String name : List.of("one", "two", "three")) {
            runtimeImages.publish(name);
            images.pull(name);
        }
    }

    private ImageCollector collector(ImageSettings settings) {
        return new ImageCollector(
                new ImageCollector.Stock(images, new FakeRuntime(timers), () -> active),
                () -> room,
                settings,
                new NodeEvents(
                        "n", (about, type, reason, message) -> events.add(reason + ": " + message)),
                timers);
    }

    private List<String> names() {
        return runtimeImages.list().stream().flatMap(each -> each.tags().stream()).toList();
    }

    private void run(String image) {
        KubeObject pod = KubeObject.named(new GroupVersionKind("", "v1", "Pod"), "ns", "p");
        pod.spec().putArray("containers").addObject().put("name", "c").put("image", image);
        active.add(new PodSpec(pod));
    }

    @Test
    void nothingGoesWhileThereIsRoom() throws IOException {
        ImageCollector collector = collector(USUAL);
        collector.collect();
        timers.advance(Duration.ofDays(30));
        collector.collect();
        assertThat(names()).hasSize(5);
    }

    @Test
    void aFullDiskLosesTheImagesThatWereNotUsedForTheLongestTime() throws IOException {
        ImageCollector collector = collector(USUAL);
        run("one");
        collector.collect();
        active.clear();
        timers.advance(Duration.ofMinutes(5));
        run("three");
        room = new Room(10_000, 1_100);

        collector.collect();

        assertThat(names()).containsExactly(PauseImage.NAME, "loaded", "one", "three");
        assertThat(events).isEmpty();
    }

    @Test
    void imagesThatNobodyCanFetchAgainStayForGood() throws IOException {
        ImageCollector collector = collector(USUAL);
        collector.collect();
        timers.advance(Duration.ofMinutes(5));
        room = new Room(100_000, 100);

        assertThatThrownBy(collector::collect)
                .isInstanceOf(IOException.class)
                .hasMessage(
                        "Insufficient free disk space on the node's image filesystem (100% of 97.7 KiB used). Failed to free sufficient space by deleting unused images (freed 3000 bytes)."
                                + " Investigate disk usage, as it could be used by active images, logs, volumes, or other data.");

        assertThat(names()).containsExactly(PauseImage.NAME, "loaded");
        assertThat(events).singleElement().asString().startsWith("FreeDiskSpaceFailed: ");
        assertThatThrownBy(collector::collect).isInstanceOf(IOException.class);
        collector.removeUnused();
        assertThat(names()).containsExactly(PauseImage.NAME, "loaded");
    }

    @Test
    void anImageThatWasThereBeforeThePullIsNotThisNodes() throws IOException {
        runtimeImages.publish("loaded");
        images.pull("loaded");
        Image loaded = images.find("loaded").orElseThrow();
        assertThat(images.wasPulled(loaded)).isFalse();
        assertThat(images.wasPulled(images.find("one").orElseThrow())).isTrue();
    }

    @Test
    void whatWasPulledIsKnownAfterARestart() throws IOException {
        PulledImages again = new PulledImages(runtimeImages, directory.resolve("pulled"));
        assertThat(again.wasPulled(again.find("two").orElseThrow())).isTrue();
        again.remove("two");
        runtimeImages.put("two");
        PulledImages third = new PulledImages(runtimeImages, directory.resolve("pulled"));
        assertThat(third.wasPulled(third.find("two").orElseThrow())).isFalse();
    }

    @Test
    void youngImagesStay() throws IOException {
        ImageCollector collector = collector(USUAL);
        collector.collect();
        timers.advance(Duration.ofSeconds(119));
        collector.removeUnused();
        assertThat(names()).hasSize(5);
        timers.advance(Duration.ofSeconds(1));
        collector.removeUnused();
        assertThat(names()).hasSize(2);
    }

    @Test
    void imagesThatWereNotUsedForTooLongGo() throws IOException {
        ImageCollector collector =
                collector(
                        new ImageSettings(Duration.ofMinutes(2), Duration.ofHours(1), 85, 80, 50));
        collector.collect();
        timers.advance(Duration.ofMinutes(40));
        run("two");
        collector.collect();
        active.clear();
        timers.advance(Duration.ofMinutes(21));
        collector.collect();
        assertThat(names()).containsExactly(PauseImage.NAME, "loaded", "two");
    }

    @Test
    void aDiskWithoutASizeIsTold() {
        room = new Room(0, 0);
        assertThatThrownBy(collector(USUAL)::collect)
                .hasMessage("invalid capacity 0 on image filesystem");
        assertThat(events)
                .containsExactly("InvalidDiskCapacity: invalid capacity 0 on image filesystem");
    }
}
