package dev.purser.node.cri;

import io.grpc.ManagedChannel;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// The one connection to containerd, which every service shares. It connects when first used, and
/// anew when it broke. Thread-safe.
public final class ContainerdChannel implements AutoCloseable {
    /// A node with many containers and images has long lists.
    private static final int MESSAGE_BYTES_MAX = 32 << 20;

    private final EventLoopGroup eventLoop;
    private final ManagedChannel channel;
    private final CriMetrics metrics;

    private ContainerdChannel(
            EventLoopGroup eventLoop, ManagedChannel channel, CriMetrics metrics) {
        this.eventLoop = eventLoop;
        this.channel = channel;
        this.metrics = metrics;
    }

    public static ContainerdChannel open(Path socket) {
        CriMetrics metrics = new CriMetrics();
        EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        ManagedChannel channel =
                NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                        .channelType(EpollDomainSocketChannel.class, DomainSocketAddress.class)
                        .eventLoopGroup(eventLoop)
                        .withOption(ChannelOption.SO_KEEPALIVE, null) // unknown to Unix sockets
                        .overrideAuthority("localhost")
                        .usePlaintext()
                        .directExecutor()
                        .intercept(metrics)
                        .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                        .build();
        return new ContainerdChannel(eventLoop, channel, metrics);
    }

    /// Connects soon, instead of after the pause that follows a failure: containerd is there again.
    public void reconnect() {
        channel.resetConnectBackoff();
    }

    /// What was asked over this connection.
    public CriMetrics metrics() {
        return metrics;
    }

    ManagedChannel grpc() {
        return channel;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        var _ = eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
