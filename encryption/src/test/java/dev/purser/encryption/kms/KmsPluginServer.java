package dev.purser.encryption.kms;

import com.google.protobuf.ByteString;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// A KMS v2 plugin on a Unix socket, with AES-GCM keys in memory. Keys survive [#stop] and
/// [#start], as a real plugin's do. Thread-safe.
public final class KmsPluginServer implements AutoCloseable {
    private static final String ANNOTATION = "version.plugin.example";

    private final Path socket;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, SecretKey> keys = new ConcurrentHashMap<>();
    private final AtomicInteger decryptions = new AtomicInteger();
    private volatile String keyId = "key-1";
    private volatile String statusKeyId = "";
    private volatile String healthz = "ok";
    private volatile String version = "v2";
    private volatile Server server;
    private volatile EventLoopGroup group;

    public KmsPluginServer(Path socket) {
        this.socket = socket;
    }

    public KmsPluginServer start() throws IOException {
        Files.deleteIfExists(socket);
        group = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        server =
                NettyServerBuilder.forAddress(new DomainSocketAddress(socket.toFile()))
                        .channelType(EpollServerDomainSocketChannel.class)
                        .bossEventLoopGroup(group)
                        .workerEventLoopGroup(group)
                        .withChildOption(ChannelOption.SO_KEEPALIVE, null)
                        .addService(service())
                        .build()
                        .start();
        return this;
    }

    public void stop() throws InterruptedException {
        server.shutdownNow().awaitTermination();
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).await();
    }

    @Override
    public void close() throws InterruptedException {
        stop();
    }

    /// The key to wrap with from now on.
    public void useKey(String id) {
        keyId = id;
    }

    /// A key that status names although another one wraps; empty for the truth.
    public void pretendKey(String id) {
        statusKeyId = id;
    }

    public void beIll(String words) {
        healthz = words;
    }

    public void speak(String words) {
        version = words;
    }

    public void forget(String id) {
        keys.remove(id);
    }

    /// How many keys were unwrapped.
    public int decryptions() {
        return decryptions.get();
    }

    private ServerServiceDefinition service() {
        return ServerServiceDefinition.builder("v2.KeyManagementService")
                .addMethod(
                        KmsMessages.STATUS,
                        ServerCalls.asyncUnaryCall((_, answer) -> {
                            String id = statusKeyId.isEmpty() ? keyId : statusKeyId;
                            answer.onNext(new KmsPlugin.Status(version, healthz, id));
                            answer.onCompleted();
                        }))
                .addMethod(
                        KmsMessages.ENCRYPT,
                        ServerCalls.asyncUnaryCall(
                                (request, answer) -> answer(answer, () -> wrap(request.plain()))))
                .addMethod(
                        KmsMessages.DECRYPT,
                        ServerCalls.asyncUnaryCall(
                                (request, answer) -> answer(answer, () -> unwrap(request.key()))))
                .build();
    }

    /// Something that may fail.
    private interface Work<T> {
        T run() throws GeneralSecurityException, StatusException;
    }

    private static <T> void answer(StreamObserver<T> answer, Work<T> work) {
        try {
            answer.onNext(work.run());
            answer.onCompleted();
        } catch (StatusException e) {
            answer.onError(e);
        } catch (GeneralSecurityException e) {
            answer.onError(Status.INVALID_ARGUMENT.withDescription("cannot unwrap").asException());
        }
    }

    private WrappedKey wrap(ByteString plain) throws GeneralSecurityException {
        String id = keyId;
        byte[] nonce = new byte[12];
        random.nextBytes(nonce);
        byte[] sealed = cipher(Cipher.ENCRYPT_MODE, id, nonce).doFinal(plain.toByteArray());
        return new WrappedKey(
                ByteString.copyFrom(nonce).concat(ByteString.copyFrom(sealed)),
                id,
                Map.of(ANNOTATION, ByteString.copyFromUtf8("1")));
    }

    private ByteString unwrap(WrappedKey key) throws GeneralSecurityException, StatusException {
        decryptions.incrementAndGet();
        if (!keys.containsKey(key.keyId())
                || !key.annotations().equals(Map.of(ANNOTATION, ByteString.copyFromUtf8("1")))) {
            throw Status.NOT_FOUND.withDescription("no key " + key.keyId()).asException();
        }
        byte[] all = key.ciphertext().toByteArray();
        byte[] nonce = Arrays.copyOf(all, 12);
        return ByteString.copyFrom(
                cipher(Cipher.DECRYPT_MODE, key.keyId(), nonce).doFinal(all, 12, all.length - 12));
    }

    private Cipher cipher(int mode, String id, byte[] nonce) throws GeneralSecurityException {
        SecretKey key =
                keys.computeIfAbsent(
                        id,
                        _ -> {
                            byte[] bytes = new byte[32];
                            random.nextBytes(bytes);
                            return new SecretKeySpec(bytes, "AES");
                        });
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(128, nonce));
        cipher.updateAAD(id.getBytes(StandardCharsets.UTF_8));
        return cipher;
    }
}
