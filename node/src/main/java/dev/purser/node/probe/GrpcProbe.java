package dev.purser.node.probe;

import dev.purser.node.probe.health.HealthCheckRequest;
import dev.purser.node.probe.health.HealthCheckResponse.ServingStatus;
import dev.purser.node.probe.health.HealthGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/// Probes by gRPC's health checking protocol.
final class GrpcProbe {
    private GrpcProbe() {}

    static ProbeResult probe(String host, int port, String service, Duration timeout) {
        ManagedChannel channel =
                NettyChannelBuilder.forAddress(host, port).usePlaintext().directExecutor().build();
        try {
            var request = HealthCheckRequest.newBuilder().setService(service).build();
            var stub =
                    HealthGrpc.newBlockingStub(channel)
                            .withDeadlineAfter(timeout.toMillis(), TimeUnit.MILLISECONDS);
            ServingStatus status = stub.check(request).getStatus();
            return status == ServingStatus.SERVING
                    ? new ProbeResult.Success()
                    : new ProbeResult.Failure(
                            "service unhealthy (responded with \"%s\")".formatted(status));
        } catch (StatusRuntimeException e) {
            return new ProbeResult.Failure(
                    reason(e.getStatus(), "%s:%d".formatted(host, port), timeout));
        } finally {
            channel.shutdownNow();
        }
    }

    private static String reason(Status status, String address, Duration timeout) {
        return switch (status.getCode()) {
            case UNIMPLEMENTED ->
                    "error: this server does not implement the grpc health protocol (grpc.health.v1.Health): "
                            + status.getDescription();
            case UNAVAILABLE, DEADLINE_EXCEEDED ->
                    "timeout: failed to connect service \"%s\" within %ds: context deadline exceeded"
                            .formatted(address, timeout.toSeconds());
            default -> "error: health rpc probe failed: " + status.getDescription();
        };
    }
}
