package dev.purser.node.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.client.testing.ManualTimers;
import dev.purser.node.cri.FakeImages;
import dev.purser.node.cri.RegistryCredential;
import dev.purser.node.image.ImagePuller.Wish;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class ImagePullerTests {
    private final ManualTimers timers = new ManualTimers(Instant.EPOCH);
    private final FakeImages images = new FakeImages();
    private final Queue<Runnable> background = new ArrayDeque<>();
    private final ImagePuller puller = new ImagePuller(images, timers, background::add);
    private int ends;

    private ImageOutcome ensure(PullPolicy policy) {
        return puller.ensure(new Wish("uid", "c", "image", policy), () -> ends++);
    }

    private void finishPulls() {
        while (!background.isEmpty()) {
            background.remove().run();
        }
    }

    @Test
    void nobodyWaitsForAPull() {
        assertThat(ensure(PullPolicy.IF_NOT_PRESENT)).isEqualTo(new ImageOutcome.Pulling(true));
        assertThat(ensure(PullPolicy.IF_NOT_PRESENT)).isEqualTo(new ImageOutcome.Pulling(false));
        assertThat(background).hasSize(1);
    }

    @Test
    void theEndOfAPullIsAnnouncedAndItsResultGiven() {
        images.publish("image");
        ensure(PullPolicy.IF_NOT_PRESENT);
        timers.advance(Duration.ofSeconds(3));
        finishPulls();

        assertThat(ends).isEqualTo(1);
        assertThat(ensure(PullPolicy.IF_NOT_PRESENT)).isInstanceOf(ImageOutcome.Pulled.class);
        assertThat(ensure(PullPolicy.IF_NOT_PRESENT)).isInstanceOf(ImageOutcome.Present.class);
    }

    @Test
    void thePolicyAlwaysPullsForEveryStart() {
        images.put("image");
        images.publish("image");

        for (int start = 0; start < 2; start++) {
            assertThat(ensure(PullPolicy.ALWAYS)).isEqualTo(new ImageOutcome.Pulling(true));
            finishPulls();
            assertThat(ensure(PullPolicy.ALWAYS)).isInstanceOf(ImageOutcome.Pulled.class);
        }
        assertThat(images.pulls()).hasSize(2);
    }

    @Test
    void pausesGrowFromTenSecondsToFiveMinutes() {
        Duration[] pauses = {
            Duration.ofSeconds(10),
            Duration.ofSeconds(20),
            Duration.ofSeconds(40),
            Duration.ofSeconds(80),
            Duration.ofSeconds(160),
            Duration.ofMinutes(5),
            Duration.ofMinutes(5)
        };
        for (Duration pause : pauses) {
            assertThat(ensure(PullPolicy.IF_NOT_PRESENT)).isEqualTo(new ImageOutcome.Pulling(true));
            finishPulls();
            Instant retryAt = timers.instant().plus(pause);
            assertThat(ensure(PullPolicy.IF_NOT_PRESENT))
                    .isEqualTo(new ImageOutcome.PullFailed("no such host", retryAt));
            assertThat(ensure(PullPolicy.IF_NOT_PRESENT))
                    .isEqualTo(new ImageOutcome.BackingOff("no such host", retryAt));
            timers.advance(pause);
        }
    }

    @Test
    void anImageThatComesOtherwiseEndsThePause() {
        ensure(PullPolicy.IF_NOT_PRESENT);
        finishPulls();
        ensure(PullPolicy.IF_NOT_PRESENT);

        images.put("image");

        assertThat(ensure(PullPolicy.IF_NOT_PRESENT)).isInstanceOf(ImageOutcome.Present.class);
    }

    @Test
    void thePolicyNeverNeverPulls() {
        assertThat(ensure(PullPolicy.NEVER)).isEqualTo(new ImageOutcome.NeverPull());
        assertThat(images.pulls()).isEmpty();
    }

    @Test
    void aForgottenPodBeginsAnew() {
        ensure(PullPolicy.IF_NOT_PRESENT);
        finishPulls();
        ensure(PullPolicy.IF_NOT_PRESENT);

        puller.forget("uid");

        assertThat(ensure(PullPolicy.IF_NOT_PRESENT)).isEqualTo(new ImageOutcome.Pulling(true));
    }

    @Test
    void credentialsAreShownOneAfterTheOther() {
        images.publish("image", "right");
        Wish wish =
                new Wish(
                        "uid",
                        "c",
                        "image",
                        PullPolicy.IF_NOT_PRESENT,
                        List.of(
                                new RegistryCredential("wrong", "p"),
                                new RegistryCredential("right", "p")));
        puller.ensure(wish, () -> ends++);
        finishPulls();

        assertThat(puller.ensure(wish, () -> ends++)).isInstanceOf(ImageOutcome.Pulled.class);
    }
}
