package dev.purser.wire.http;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.HttpStream;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Closes connections that only take room. Thread-safe.
///
/// - One that does not come to a request in time: its handshake or its headers are sent slowly, or
///   not at all.
/// - One on which nothing has been asked for a while, whatever else is sent on it.
/// - When there are too many, the oldest that never asked for anything, else the one that has been
///   quiet longest. So a flood of connections drives out itself, and not those who work.
///
/// A connection that was upgraded to another protocol is left alone: what comes on it are no
/// requests, and that protocol has limits of its own.
final class ConnectionGuard extends AbstractLifeCycle implements Connection.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionGuard.class);
    private static final Duration SWEEP_MAX = Duration.ofSeconds(1);

    private final WireLimits limits;
    private final Scheduler scheduler;
    private final LongSupplier clock;

    /// In the order in which they were opened.
    private final Map<EndPoint, Guarded> all = new LinkedHashMap<>();

    private int newcomers;

    /// @param clock nanoseconds that do not run backwards
    ConnectionGuard(WireLimits limits, Scheduler scheduler, LongSupplier clock) {
        this.limits = limits;
        this.scheduler = scheduler;
        this.clock = clock;
    }

    /// What is known of a connection; under the guard's lock.
    private static final class Guarded {
        private final EndPoint endPoint;
        private long quietSince;
        private long bytesWhenQuiet;
        private long headersSince;
        private boolean receiving;
        private boolean asked;
        private boolean multiplexed;
        private boolean upgraded;
        private int running;

        Guarded(EndPoint endPoint, long now) {
            this.endPoint = endPoint;
            this.quietSince = now;
        }

        private boolean isBetweenRequests() {
            return running == 0 && !upgraded;
        }

        private long bytesIn() {
            Connection connection = endPoint.getConnection();
            return connection == null ? 0 : connection.getBytesIn();
        }
    }

    @Override
    protected void doStart() {
        sweepLater();
    }

    @Override
    public void onOpened(Connection connection) {
        if (connection.getEndPoint() instanceof EndPoint.Wrapper) {
            return;
        }
        List<EndPoint> victims = new ArrayList<>();
        synchronized (this) {
            EndPoint endPoint = connection.getEndPoint();
            all.put(endPoint, new Guarded(endPoint, clock.getAsLong()));
            newcomers++;
            if (newcomers > limits.newcomers()) {
                oldest(each -> !each.asked).ifPresent(victims::add);
            } else if (all.size() > limits.connections()) {
                quietest().ifPresentOrElse(victims::add, () -> victims.add(endPoint));
            }
        }
        victims.forEach(victim -> close(victim, "there are too many connections"));
    }

    private Optional<EndPoint> oldest(Predicate<Guarded> wanted) {
        return all.values().stream().filter(wanted).findFirst().map(each -> each.endPoint);
    }

    private Optional<EndPoint> quietest() {
        return all.values().stream()
                .filter(Guarded::isBetweenRequests)
                .min(Comparator.comparingLong(each -> each.quietSince))
                .map(each -> each.endPoint);
    }

    @Override
    public synchronized void onClosed(Connection connection) {
        Guarded gone = all.remove(connection.getEndPoint());
        if (gone != null && !gone.asked) {
            newcomers--;
        }
    }

    /// A request has come in.
    void begin(Request request) {
        synchronized (this) {
            Guarded guarded = all.get(endPoint(request));
            if (guarded != null) {
                if (!guarded.asked) {
                    guarded.asked = true;
                    newcomers--;
                }
                guarded.running++;
                guarded.receiving = false;
                guarded.multiplexed =
                        request.getConnectionMetaData().isPersistent()
                                && request.getConnectionMetaData().getHttpVersion().getVersion()
                                        >= 20;
            }
        }
        Request.addCompletionListener(request, _ -> end(request));
    }

    private synchronized void end(Request request) {
        Guarded guarded = all.get(endPoint(request));
        if (guarded != null) {
            guarded.running--;
            guarded.upgraded =
                    request.getAttribute(HttpStream.UPGRADE_CONNECTION_ATTRIBUTE) != null;
            guarded.quietSince = clock.getAsLong();
            guarded.bytesWhenQuiet = guarded.bytesIn();
        }
    }

    private static EndPoint endPoint(Request request) {
        EndPoint endPoint = request.getConnectionMetaData().getConnection().getEndPoint();
        return endPoint instanceof EndPoint.Wrapper wrapper ? wrapper.unwrap() : endPoint;
    }

    private void sweepLater() {
        Duration half = limits.headerTime().dividedBy(4);
        Duration pause = half.compareTo(SWEEP_MAX) < 0 ? half : SWEEP_MAX;
        scheduler.schedule(this::sweep, pause.toMillis() + 1, TimeUnit.MILLISECONDS);
    }

    private void sweep() {
        List<EndPoint> late = new ArrayList<>();
        synchronized (this) {
            long now = clock.getAsLong();
            for (Guarded each : all.values()) {
                if (each.isBetweenRequests() && isLate(each, now)) {
                    late.add(each.endPoint);
                }
            }
        }
        late.forEach(each -> close(each, "no request came in time"));
        if (isRunning() || isStarting()) {
            sweepLater();
        }
    }

    private boolean isLate(Guarded each, long now) {
        if (!each.asked) {
            return now - each.quietSince >= limits.headerTime().toNanos();
        }
        if (now - each.quietSince >= limits.idleTime().toNanos()) {
            return true;
        }
        if (each.multiplexed || each.bytesIn() == each.bytesWhenQuiet) {
            // Pings and settings of HTTP/2 are no headers.
            return false;
        }
        if (!each.receiving) {
            each.receiving = true;
            each.headersSince = now;
        }
        return now - each.headersSince >= limits.headerTime().toNanos();
    }

    private static void close(EndPoint endPoint, String why) {
        LOG.debug("The connection from {} is closed: {}", endPoint.getRemoteSocketAddress(), why);
        endPoint.close(new TimeoutException(why));
    }
}
