package dev.purser.client.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.ListOptions;
import dev.purser.client.WatchOptions;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FakeApiTests extends ApiContract {
    private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");

    private static FakeApi fake() {
        return new FakeApi(new ManualTimers(Instant.parse("2026-01-01T00:00:00Z")), new Random(1));
    }

    @Override
    protected Api newApi() {
        return fake();
    }

    @Test
    void refusesWatchesFromAForgottenVersion() {
        FakeApi api = fake();
        String version = api.list(PODS, "", ListOptions.all()).resourceVersion();
        api.forgetHistory();

        StatusException refusal =
                catchThrowableOfType(
                        StatusException.class,
                        () -> api.watch(PODS, "", WatchOptions.after(version)));

        assertThat(refusal.reason()).isEqualTo(StatusReason.EXPIRED);
    }
}
