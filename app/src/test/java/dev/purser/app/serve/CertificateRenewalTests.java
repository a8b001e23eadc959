package dev.purser.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.client.time.Timers;
import dev.purser.server.pki.CertifiedKey;
import dev.purser.server.pki.ClusterPki;
import dev.purser.server.pki.Kubeconfig;
import dev.purser.server.pki.ServingNames;
import java.net.InetAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Date;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A year passes in a Purser that is never restarted.
class CertificateRenewalTests {
    @TempDir private Path directory;

    private final ManualTime time = new ManualTime();
    private final List<CertifiedKey> written = new ArrayList<>();
    private ClusterPki pki;

    /// Time that stands still, and a caller who is told when it is asked to pass.
    private static final class ManualTime implements Timers {
        private Instant now = Instant.parse("2026-01-01T00:00:00Z");
        private final Deque<Runnable> tasks = new ArrayDeque<>();

        @Override
        public synchronized Instant instant() {
            return now;
        }

        synchronized void pass(Duration duration) {
            now = now.plus(duration);
        }

        @Override
        public synchronized Timer after(Duration delay, Runnable task) {
            tasks.add(task);
            notifyAll();
            return () -> {};
        }

        /// Lets what sleeps go on, once it does.
        synchronized void wake() throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (tasks.isEmpty()) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                wait(100);
            }
            tasks.remove().run();
        }

        @Override
        public void close() {}
    }

    @BeforeEach
    void open() {
        ServingNames names =
                ServingNames.ofApiServer("h", List.of(), InetAddress.ofLiteral("10.96.0.1"));
        pki = ClusterPki.open(directory.resolve("pki"), names, time, new SecureRandom());
    }

    private CertificateRenewal renewal() {
        return new CertificateRenewal(pki, time, written::add);
    }

    @Test
    void theKubeconfigIsWrittenAtTheStartAndWhenItsCertificateIsRenewed() throws Exception {
        try (CertificateRenewal renewal = renewal()) {
            renewal.start();
            assertThat(written).hasSize(1);
            for (int day = 0; day < 270; day += 90) {
                time.wake();
                assertThat(written).hasSize(1);
                time.pass(Duration.ofDays(90));
            }

            time.pass(Duration.ofDays(6));
            time.wake();
            time.wake(); // it sleeps again: the turn before is over

            assertThat(written).hasSize(2);
            assertThat(end(written.getLast())).isAfter(time.instant().plus(Duration.ofDays(364)));
        }
    }

    @Test
    void afterAYearTheServerHasACertificateThatHolds() {
        try (CertificateRenewal renewal = renewal()) {
            for (int hour = 0; hour < 366 * 24; hour += 12) {
                time.pass(Duration.ofHours(12));
                renewal.renew();
                assertThat(end(pki.serving())).isAfter(time.instant().plus(Duration.ofDays(89)));
                assertThat(end(written.getLast()))
                        .isAfter(time.instant().plus(Duration.ofDays(89)));
            }
            assertThat(written).hasSize(2);
        }
    }

    @Test
    void whatCannotBeWrittenIsTriedAgainAndEndsNothing() throws Exception {
        try (CertificateRenewal renewal = renewal()) {
            CertifiedKey before = pki.serving();
            time.pass(Duration.ofDays(300));
            Path pkiDirectory = directory.resolve("pki");
            Path away = directory.resolve("away");
            Files.move(pkiDirectory, away);

            renewal.renew();
            assertThat(pki.serving().certificate()).isEqualTo(before.certificate());
            assertThat(written).hasSize(1);

            Files.move(away, pkiDirectory);
            time.pass(Duration.ofHours(1));
            renewal.renew();
            assertThat(end(pki.serving())).isAfter(end(before));
            assertThat(written).hasSize(2);
        }
    }

    @Test
    void theKubeconfigStaysPrivateWhenItIsReplaced() throws Exception {
        Path file = directory.resolve("admin.kubeconfig");
        try (CertificateRenewal renewal =
                new CertificateRenewal(
                        pki,
                        time,
                        admin ->
                                new Kubeconfig(
                                                "purser",
                                                URI.create("https://127.0.0.1:6443"),
                                                pki.authorityPem(),
                                                admin)
                                        .writeTo(file))) {
            String before = Files.readString(file);
            time.pass(Duration.ofDays(300));
            renewal.renew();

            assertThat(Files.readString(file)).isNotEqualTo(before);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
    }

    private static Instant end(CertifiedKey key) {
        Date end = key.certificate().getNotAfter();
        return end.toInstant();
    }
}
