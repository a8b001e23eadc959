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

    private ContainerdChannel(EventLoopGroup eventLoop, ManagedChannel channel) {
        this.eventLoop = eventLoop;
        this.channel = channel;
    }

    public static ContainerdChannel open(Path socket) {
        EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        ManagedChannel channel =
                NettyChannelBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                        .channelType(EpollDomainSocketChannel.class, DomainSocketAddress.class)
                        .eventLoopGroup(eventLoop)
                        .withOption(ChannelOption.SO_KEEPALIVE, null) // unknown to Unix sockets
                        .overrideAuthority("localhost")
                        .usePlaintext()
                        .directExecutor()
                        .maxInboundMessageSize(MESSAGE_BYTES_MAX)
                        .build();
        return new ContainerdChannel(eventLoop, channel);
    }

    /// Connects soon, instead of after the pause that follows a failure: containerd is there again.
    public void reconnect() {
        channel.resetConnectBackoff();
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
