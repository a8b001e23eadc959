package dev.purser.node.cri;

import dev.purser.node.cri.leases.DeleteRequest;
import dev.purser.node.cri.leases.Lease;
import dev.purser.node.cri.leases.LeasesGrpc;
import dev.purser.node.cri.leases.ListRequest;
import io.grpc.StatusRuntimeException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// What a killed containerd was working on. It holds such things by leases of a day, so that
/// snapshots of containers that were never made and layers that were never fetched to their end
/// would take up the disk until then. Thread-safe; throws [CriException].
public final class BrokenOffWork {
    /// What containerd gives leases of its own requests and of its command line, and nobody else's.
    private static final String EXPIRY = "containerd.io/gc.expire";

    private static final long TIMEOUT_SECONDS = 60;

    private final LeasesGrpc.LeasesBlockingStub leases;

    public BrokenOffWork(ContainerdChannel channel) {
        leases =
                LeasesGrpc.newBlockingStub(channel.grpc())
                        .withInterceptors(ContainerdNamespace.header());
    }

    /// Lets go of it, and waits until containerd has removed it.
    ///
    /// @param start when the containerd that runs was started: who holds an older lease is gone
    public void remove(Instant start) {
        try {
            List<Lease> old =
                    stub().list(ListRequest.getDefaultInstance()).getLeasesList().stream()
                            .filter(each -> each.containsLabels(EXPIRY))
                            .filter(each -> created(each).isBefore(start))
                            .toList();
            for (Lease lease : old) {
                boolean isLast = lease.equals(old.getLast());
                stub().delete(
                                DeleteRequest.newBuilder()
                                        .setId(lease.getId())
                                        .setSync(isLast)
                                        .build());
            }
        } catch (StatusRuntimeException e) {
            throw CriException.of(e);
        }
    }

    private LeasesGrpc.LeasesBlockingStub stub() {
        return leases.withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private static Instant created(Lease lease) {
        return Instant.ofEpochSecond(
                lease.getCreatedAt().getSeconds(), lease.getCreatedAt().getNanos());
    }
}
