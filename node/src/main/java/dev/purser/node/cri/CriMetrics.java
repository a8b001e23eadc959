package dev.purser.node.cri;

import dev.purser.wire.metrics.Histogram;
import dev.purser.wire.metrics.MetricsSource;
import dev.purser.wire.metrics.MetricsText;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/// Counts what the runtime is asked, under kubelet's names (`kubelet_runtime_operations_...`,
/// `kubelet_started_pods_...`, `kubelet_run_podsandbox_...`). Thread-safe.
public final class CriMetrics implements ClientInterceptor, MetricsSource {
    /// Kubelet's: 14 buckets from 5 ms, each 2.5 times the one before.
    private static final double[] SECONDS = buckets(0.005, 2.5, 14);

    private static final String CRI = "runtime.v1.";

    /// Where kubelet's names are not what the method's name makes.
    private static final Map<String, String> NAMES =
            Map.of(
                    "RunPodSandbox", "run_podsandbox",
                    "StopPodSandbox", "stop_podsandbox",
                    "RemovePodSandbox", "remove_podsandbox",
                    "PodSandboxStatus", "podsandbox_status",
                    "ListPodSandbox", "list_podsandbox",
                    "UpdateContainerResources", "update_container",
                    "ReopenContainerLog", "reopen_container_log");

    private static final String RUN_SANDBOX = "run_podsandbox";

    private final Map<String, Operation> operations = new ConcurrentSkipListMap<>();

    private record Operation(LongAdder total, LongAdder errors, Histogram seconds) {}

    private static double[] buckets(double first, double factor, int count) {
        double[] bounds = new double[count];
        double bound = first;
        for (int i = 0; i < count; i++) {
            bounds[i] = bound;
            bound *= factor;
        }
        return bounds;
    }

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
            MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
        ClientCall<Q, A> call = next.newCall(method, options);
        String service = method.getServiceName();
        boolean isCounted =
                service != null && service.startsWith(CRI) && method.getType() == MethodType.UNARY;
        return isCounted ? new Counted<>(call, operation(name(method))) : call;
    }

    private Operation operation(String name) {
        return operations.computeIfAbsent(
                name, _ -> new Operation(new LongAdder(), new LongAdder(), new Histogram(SECONDS)));
    }

    private static String name(MethodDescriptor<?, ?> method) {
        String bare = String.valueOf(method.getBareMethodName());
        return NAMES.getOrDefault(
                bare, bare.replaceAll("(?<=[a-z])([A-Z])", "_$1").toLowerCase(Locale.ROOT));
    }

    /// A call that tells how it went.
    private static final class Counted<Q, A> extends SimpleForwardingClientCall<Q, A> {
        private final Operation operation;
        private final long start = System.nanoTime();

        Counted(ClientCall<Q, A> call, Operation operation) {
            super(call);
            this.operation = operation;
        }

        @Override
        public void start(Listener<A> listener, Metadata headers) {
            operation.total().increment();
            super.start(
                    new SimpleForwardingClientCallListener<>(listener) {
                        @Override
                        public void onClose(Status status, Metadata trailers) {
                            operation.seconds().record(Duration.ofNanos(System.nanoTime() - start));
                            if (!status.isOk()) {
                                operation.errors().increment();
                            }
                            super.onClose(status, trailers);
                        }
                    },
                    headers);
        }
    }

    @Override
    public void writeTo(MetricsText text) {
        sandboxes(text);
        text.family(
                "kubelet_runtime_operations_duration_seconds",
                MetricsText.Type.HISTOGRAM,
                "Duration in seconds of runtime operations. Broken down by operation type.");
        operations.forEach((name, operation) ->
                operation
                        .seconds()
                        .writeTo(
                                text, "kubelet_runtime_operations_duration_seconds", labels(name)));
        text.family(
                "kubelet_runtime_operations_errors_total",
                MetricsText.Type.COUNTER,
                "Cumulative number of runtime operation errors by operation type.");
        operations.forEach((name, operation) -> {
            if (operation.errors().sum() > 0) {
                text.sample(
                        "kubelet_runtime_operations_errors_total",
                        labels(name),
                        operation.errors().sum());
            }
        });
        text.family(
                "kubelet_runtime_operations_total",
                MetricsText.Type.COUNTER,
                "Cumulative number of runtime operations by operation type.");
        operations.forEach((name, operation) ->
                text.sample(
                        "kubelet_runtime_operations_total", labels(name), operation.total().sum()));
    }

    private static List<Map.Entry<String, String>> labels(String operation) {
        return List.of(Map.entry("operation_type", operation));
    }

    private void sandboxes(MetricsText text) {
        Operation run = operation(RUN_SANDBOX);
        text.family(
                "kubelet_run_podsandbox_duration_seconds",
                MetricsText.Type.HISTOGRAM,
                "Duration in seconds of the run_podsandbox operations.");
        run.seconds()
                .writeTo(
                        text,
                        "kubelet_run_podsandbox_duration_seconds",
                        List.of(Map.entry("runtime_handler", "")));
        text.family(
                "kubelet_started_pods_errors_total",
                MetricsText.Type.COUNTER,
                "Cumulative number of errors when starting pods");
        text.sample("kubelet_started_pods_errors_total", List.of(), run.errors().sum());
        text.family(
                "kubelet_started_pods_total",
                MetricsText.Type.COUNTER,
                "Cumulative number of pods started");
        text.sample("kubelet_started_pods_total", List.of(), run.total().sum());
    }
}
