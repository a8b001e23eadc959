package dev.purser.node.cri;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientInterceptors;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// [ContainerTasks] over gRPC: containerd's services `Tasks` and `Containers` (its
/// api/services/tasks/v1 and api/services/containers/v1). Thread-safe.
public final class GrpcTasks implements ContainerTasks {
    private static final String TASKS = "containerd.services.tasks.v1.Tasks/";
    private static final String CONTAINERS = "containerd.services.containers.v1.Containers/";
    private static final String PROCESS_TYPE =
            "types.containerd.io/opencontainers/runtime-spec/1/Process";
    private static final long TIMEOUT_SECONDS = 120;

    private final Channel channel;
    private final JsonMapper json = JsonMapper.builder().build();

    public GrpcTasks(ContainerdChannel containerd) {
        channel = ClientInterceptors.intercept(containerd.grpc(), ContainerdNamespace.header());
    }

    @Override
    public JsonNode description(String id) {
        byte[] answer = call(CONTAINERS + "Get", new FieldWriter().text(1, id));
        try {
            ByteString container = field(CodedInputStream.newInstance(answer), 1);
            ByteString spec = field(container.newCodedInput(), 5);
            return json.readTree(Any.parseFrom(spec).getValue().toByteArray());
        } catch (IOException | JacksonException e) {
            throw new CriException(
                    io.grpc.Status.Code.INTERNAL, "containerd's description of " + id, e);
        }
    }

    @Override
    public void prepare(ProcessKey key, JsonNode description, ProcessStreams streams) {
        Any spec =
                Any.newBuilder()
                        .setTypeUrl(PROCESS_TYPE)
                        .setValue(ByteString.copyFromUtf8(description.toString()))
                        .build();
        call(
                TASKS + "Exec",
                new FieldWriter()
                        .text(1, key.containerId())
                        .text(2, streams.stdin())
                        .text(3, streams.stdout())
                        .text(4, streams.stderr())
                        .number(5, streams.terminal() ? 1 : 0)
                        .message(6, spec)
                        .text(7, key.id()));
    }

    @Override
    public void start(ProcessKey key) {
        call(TASKS + "Start", named(key));
    }

    @Override
    public CompletableFuture<Integer> exit(ProcessKey key) {
        CompletableFuture<Integer> exit = new CompletableFuture<>();
        ClientCalls.asyncUnaryCall(
                channel.newCall(FieldWriter.method(TASKS + "Wait"), CallOptions.DEFAULT),
                named(key).bytes(),
                new ExitObserver(exit));
        return exit;
    }

    @Override
    public void resize(ProcessKey key, int width, int height) {
        call(TASKS + "ResizePty", named(key).number(3, width).number(4, height));
    }

    @Override
    public void closeInput(ProcessKey key) {
        call(TASKS + "CloseIO", named(key).number(3, 1));
    }

    @Override
    public void delete(ProcessKey key) {
        try {
            call(TASKS + "DeleteProcess", named(key));
        } catch (CriException e) {
            if (!e.isNotFound()) {
                throw e;
            }
        }
    }

    private static FieldWriter named(ProcessKey key) {
        return new FieldWriter().text(1, key.containerId()).text(2, key.id());
    }

    private byte[] call(String method, FieldWriter request) {
        try {
            return ClientCalls.blockingUnaryCall(
                    channel,
                    FieldWriter.method(method),
                    CallOptions.DEFAULT.withDeadlineAfter(TIMEOUT_SECONDS, TimeUnit.SECONDS),
                    request.bytes());
        } catch (StatusRuntimeException e) {
            throw CriException.of(e);
        }
    }

    /// The content of a field of bytes; empty if it is not there.
    private static ByteString field(CodedInputStream message, int wanted) throws IOException {
        for (int tag = message.readTag(); tag != 0; tag = message.readTag()) {
            if (WireFormat.getTagFieldNumber(tag) == wanted) {
                return message.readBytes();
            }
            message.skipField(tag);
        }
        return ByteString.EMPTY;
    }

    /// Hears of the end on the connection's own thread, on which nothing may wait; whoever hears of
    /// it in turn may.
    private record ExitObserver(CompletableFuture<Integer> exit) implements StreamObserver<byte[]> {
        @Override
        public void onNext(byte[] answer) {
            try {
                int code = code(CodedInputStream.newInstance(answer));
                tell(() -> exit.complete(code));
            } catch (IOException e) {
                tell(() -> exit.completeExceptionally(e));
            }
        }

        /// A code of 0 is not written.
        private static int code(CodedInputStream message) throws IOException {
            int code = 0;
            for (int tag = message.readTag(); tag != 0; tag = message.readTag()) {
                if (WireFormat.getTagFieldNumber(tag) == 1) {
                    code = message.readUInt32();
                } else {
                    message.skipField(tag);
                }
            }
            return code;
        }

        @Override
        public void onError(@Nullable Throwable problem) {
            Exception failure =
                    problem instanceof StatusRuntimeException status
                            ? CriException.of(status)
                            : new IOException(problem);
            tell(() -> exit.completeExceptionally(failure));
        }

        private static void tell(Runnable completion) {
            Thread.ofVirtual().name("exec-exit").start(completion);
        }

        @Override
        public void onCompleted() {
            // The answer has come before.
        }
    }
}
