package dev.purser.encryption.kms;

import com.google.protobuf.ByteString;
import dev.purser.api.codec.GoDuration;
import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollDomainSocketChannel;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.unix.DomainSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/// A plugin behind its Unix socket. It is connected to when first used, and anew when the
/// connection broke; a call waits for it until its time is over.
public final class GrpcKmsPlugin implements KmsPlugin {
    private final String socket;
    private final EventLoopGroup eventLoop;
    private final ManagedChannel channel;
    private final Duration timeout;

    private GrpcKmsPlugin(
            String socket, EventLoopGroup eventLoop, ManagedChannel channel, Duration timeout) {
        this.socket = socket;
        this.eventLoop = eventLoop;
        this.channel = channel;
        this.timeout = timeout;
    }

    /// @param socket its path; one in Linux' abstract namespace begins with `@`
    /// @param timeout of every call
    public static GrpcKmsPlugin open(String socket, Duration timeout) {
        EventLoopGroup eventLoop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        String path = socket.startsWith("@") ? "\0" + socket.substring(1) : socket;
        ManagedChannel channel =
                NettyChannelBuilder.forAddress(new DomainSocketAddress(path))
                        .channelType(EpollDomainSocketChannel.class, DomainSocketAddress.class)
                        .eventLoopGroup(eventLoop)
                        .withOption(ChannelOption.SO_KEEPALIVE, null) // unknown to Unix sockets
                        .overrideAuthority("localhost")
                        .usePlaintext()
                        .directExecutor()
                        .build();
        return new GrpcKmsPlugin(socket, eventLoop, channel, timeout);
    }

    @Override
    public Status status() throws KmsException {
        return call(KmsMessages.STATUS, "");
    }

    @Override
    public WrappedKey encrypt(byte[] plain, String uid) throws KmsException {
        return call(
                KmsMessages.ENCRYPT,
                new KmsMessages.EncryptRequest(ByteString.copyFrom(plain), uid));
    }

    @Override
    public byte[] decrypt(WrappedKey wrapped, String uid) throws KmsException {
        return call(KmsMessages.DECRYPT, new KmsMessages.DecryptRequest(wrapped, uid))
                .toByteArray();
    }

    private <Q, A> A call(MethodDescriptor<Q, A> method, Q request) throws KmsException {
        CallOptions options =
                CallOptions.DEFAULT
                        .withWaitForReady()
                        .withDeadlineAfter(timeout.toNanos(), TimeUnit.NANOSECONDS);
        try {
            return ClientCalls.blockingUnaryCall(channel, method, options, request);
        } catch (StatusRuntimeException e) {
            String code = goName(e.getStatus().getCode());
            throw new KmsException(
                    code,
                    "rpc error: code = %s desc = %s".formatted(code, description(e.getStatus())),
                    e);
        }
    }

    /// gRPC's own words on a plugin that is not there run to many lines.
    private String description(io.grpc.Status status) {
        if (status.getCode() == io.grpc.Status.Code.DEADLINE_EXCEEDED) {
            return "context deadline exceeded: no answer from the plugin at %s within %s"
                    .formatted(socket, GoDuration.text(timeout));
        }
        String description = status.getDescription();
        return description == null ? "" : description.lines().findFirst().orElse("").strip();
    }

    /// `DEADLINE_EXCEEDED` is `DeadlineExceeded` in Go, and `CANCELLED` has one l.
    private static String goName(io.grpc.Status.Code code) {
        if (code == io.grpc.Status.Code.CANCELLED) {
            return "Canceled";
        }
        return String.join(
                "",
                Arrays.stream(code.name().split("_"))
                        .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                        .toList());
    }

    @Override
    public void close() {
        channel.shutdownNow();
        var _ = eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
}
