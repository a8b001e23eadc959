package dev.purser.server.measure;

import dev.purser.wire.http.Answer;
import dev.purser.wire.http.RequestHandler;
import dev.purser.wire.metrics.Histogram;
import dev.purser.wire.metrics.MetricsSource;
import dev.purser.wire.metrics.MetricsText;
import dev.purser.wire.request.ApiRequest;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;

/// Counts requests on their way in, and how long their answers took. Thread-safe.
///
/// A watch counts as a request when it ends, with its whole time, and as long-running until then.
public final class RequestMetrics implements MetricsSource {
    private final Function<ApiRequest, RequestSort> sorts;
    private final Map<Answered, LongAdder> requests = new ConcurrentHashMap<>();
    private final Map<RequestSort, Histogram> durations = new ConcurrentHashMap<>();
    private final Map<RequestSort, LongAdder> longRunning = new ConcurrentHashMap<>();
    private final LongAdder readOnly = new LongAdder();
    private final LongAdder mutating = new LongAdder();

    private record Answered(RequestSort sort, int code) {}

    /// @param sorts tells what sort a request is of, by what is served and not by what is sent
    public RequestMetrics(Function<ApiRequest, RequestSort> sorts) {
        this.sorts = sorts;
    }

    /// A handler that counts what another one answers.
    public RequestHandler counting(RequestHandler handler) {
        return request -> answer(request, () -> handler.answer(request));
    }

    private Answer answer(ApiRequest request, Supplier<Answer> handler) {
        RequestSort sort = sorts.apply(request);
        long start = System.nanoTime();
        LongAdder inflight = sort.isMutating() ? mutating : readOnly;
        inflight.increment();
        Answer answer;
        try {
            answer = handler.get();
        } finally {
            inflight.decrement();
        }
        if (answer.body() instanceof Answer.Streamed streamed) {
            return new Answer(answer.status(), answer.headers(), followed(sort, start, streamed));
        }
        count(sort, answer.status(), start);
        return answer;
    }

    private Answer.Streamed followed(RequestSort sort, long start, Answer.Streamed streamed) {
        LongAdder running = longRunning.computeIfAbsent(sort, any -> new LongAdder());
        return new Answer.Streamed(
                out -> {
                    running.increment();
                    try {
                        streamed.writer().writeTo(out);
                    } finally {
                        running.decrement();
                        count(sort, 200, start);
                    }
                },
                streamed.onGone(),
                streamed.begun());
    }

    private void count(RequestSort sort, int code, long start) {
        requests.computeIfAbsent(new Answered(sort, code), any -> new LongAdder()).increment();
        durations
                .computeIfAbsent(sort, any -> Histogram.ofRequests())
                .record(Duration.ofNanos(System.nanoTime() - start));
    }

    @Override
    public void writeTo(MetricsText text) {
        text.family(
                "apiserver_request_total",
                MetricsText.Type.COUNTER,
                "Requests by what they asked for.");
        requests.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
                .forEach(entry -> {
                    Answered answered = entry.getKey();
                    List<Map.Entry<String, String>> labels = answered.sort().labels();
                    labels.add(Map.entry("code", Integer.toString(answered.code())));
                    text.sample("apiserver_request_total", labels, entry.getValue().sum());
                });
        String duration = "apiserver_request_duration_seconds";
        text.family(duration, MetricsText.Type.HISTOGRAM, "Time until requests were answered.");
        durations.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
                .forEach(
                        entry -> entry.getValue().writeTo(text, duration, entry.getKey().labels()));
        String running = "apiserver_longrunning_requests";
        text.family(running, MetricsText.Type.GAUGE, "Watches that are going on.");
        longRunning.entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().toString()))
                .forEach(entry ->
                        text.sample(running, entry.getKey().labels(), entry.getValue().sum()));
        String inflight = "apiserver_current_inflight_requests";
        text.family(inflight, MetricsText.Type.GAUGE, "Requests that are being carried out.");
        text.sample(inflight, List.of(Map.entry("request_kind", "mutating")), mutating.sum());
        text.sample(inflight, List.of(Map.entry("request_kind", "readOnly")), readOnly.sum());
    }
}
