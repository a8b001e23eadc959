package dev.purser.wire.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;

/// The time of one exchange. When it is over, the client is answered 504, or, when an answer has
/// begun, cut off; whoever is still at work finds that nobody wants the result. Thread-safe.
final class ExchangeTime {
    private static final int TIMED_OUT = 504;
    private static final byte[] STATUS =
            ("{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"metadata\":{},\"status\":\"Failure\","
                            + "\"message\":\"Timeout: request did not complete within the allotted"
                            + " timeout\",\"reason\":\"Timeout\",\"details\":{},\"code\":504}\n")
                    .getBytes(StandardCharsets.UTF_8);

    private final Request request;
    private final Response response;
    private final Callback callback;
    private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.WORKING);
    private volatile Scheduler.Task alarm = () -> true;

    private enum Stage {
        /// No answer yet.
        WORKING,
        /// The answer is being written.
        ANSWERING,
        /// The callback was completed, or somebody else will.
        OVER
    }

    ExchangeTime(Request request, Response response, Callback callback) {
        this.request = request;
        this.response = response;
        this.callback = callback;
    }

    /// Ends the exchange at this time from now, if it is not over by then.
    void limit(Duration time) {
        alarm = scheduler().schedule(this::ring, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    Scheduler scheduler() {
        return request.getComponents().getScheduler();
    }

    private void ring() {
        if (stage.compareAndSet(Stage.WORKING, Stage.OVER)) {
            response.setStatus(TIMED_OUT);
            response.getHeaders()
                    .put(HttpHeader.CONTENT_TYPE, "application/json")
                    .put(HttpHeader.CONTENT_LENGTH, STATUS.length)
                    .put("Cache-Control", "no-cache, private");
            response.write(
                    true, ByteBuffer.wrap(STATUS), Callback.from(callback, this::stopReading));
        } else {
            cutOff("the answer was not taken in time");
        }
    }

    /// Whoever still waits for the body is told that it does not come.
    private void stopReading() {
        request.fail(new TimeoutException("the body was not sent in time"));
    }

    /// The answer is there.
    ///
    /// @return false when it comes too late: nothing may be written
    boolean answer() {
        return stage.compareAndSet(Stage.WORKING, Stage.ANSWERING);
    }

    /// The answer lasts: from here on it may take any time.
    void last() {
        alarm.cancel();
    }

    /// Whoever takes the connection over completes the callback, too.
    ///
    /// @return false when it is too late
    boolean handOver() {
        alarm.cancel();
        return stage.compareAndSet(Stage.ANSWERING, Stage.OVER);
    }

    void succeeded() {
        alarm.cancel();
        if (stage.compareAndSet(Stage.ANSWERING, Stage.OVER)) {
            callback.succeeded();
        }
    }

    void failed(Throwable cause) {
        alarm.cancel();
        if (stage.compareAndSet(Stage.ANSWERING, Stage.OVER)) {
            callback.failed(cause);
        }
    }

    /// Ends an answer that the client does not take; its writer fails.
    void cutOff(String why) {
        if (stage.compareAndSet(Stage.ANSWERING, Stage.OVER)) {
            callback.failed(new TimeoutException(why));
        }
    }
}
