package dev.purser.client.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.client.Api;
import dev.purser.client.ApiUnavailableException;
import dev.purser.client.ListOptions;
import dev.purser.client.Watch;
import dev.purser.client.WatchOptions;
import dev.purser.client.testing.ApiContract;
import dev.purser.client.testing.FakeApi;
import dev.purser.client.testing.ManualTimers;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RemoteApiTests extends ApiContract {
    private static final GroupVersionResource PODS = new GroupVersionResource("", "v1", "pods");

    private final FakeApi fake =
            new FakeApi(new ManualTimers(Instant.parse("2026-01-01T00:00:00Z")), new Random(1));
    private final List<AutoCloseable> opened = new ArrayList<>();
    private HttpFront front;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable resource : opened.reversed()) {
            resource.close();
        }
    }

    @Override
    protected Api newApi() {
        return connect(Credential.anonymous());
    }

    private RemoteApi connect(Credential credential) {
        try {
            front = new HttpFront(fake);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        opened.add(front);
        RemoteApi api = new RemoteApi(new Connection(front.address(), "", credential));
        opened.add(api);
        return api;
    }

    @Test
    void sendsItsTokenAndNeverShowsIt() {
        Credential credential = Credential.bearer("s3cret");
        Connection connection = new Connection(URI.create("https://x"), "", credential);

        connect(credential).list(PODS, "", ListOptions.all());

        assertThat(front.authorizations()).containsExactly("Bearer s3cret");
        assertThat(connection.toString()).doesNotContain("s3cret");
    }

    @Test
    void asksForATokenWithEachRequest() {
        AtomicInteger count = new AtomicInteger();
        RemoteApi api = connect(Credential.bearer(() -> "token-" + count.incrementAndGet()));

        api.list(PODS, "", ListOptions.all());
        api.list(PODS, "", ListOptions.all());

        assertThat(front.authorizations()).containsExactly("Bearer token-1", "Bearer token-2");
    }

    @Test
    void saysWhenNobodyAnswers() {
        RemoteApi api = connect(Credential.anonymous());
        front.close();

        assertThatThrownBy(() -> api.list(PODS, "", ListOptions.all()))
                .isInstanceOf(ApiUnavailableException.class)
                .hasMessageStartingWith("cannot reach " + front.address());
    }

    @Test
    void endsItsWatchesWhenTheServerEndsThem() throws InterruptedException {
        RemoteApi api = connect(Credential.anonymous());
        try (Watch watch = api.watch(PODS, "", new WatchOptions("", "", ""))) {
            fake.breakWatches();

            assertThat(watch.next(Duration.ofSeconds(10))).isEmpty();
            assertThat(watch.isClosed()).isTrue();
        }
    }
}
