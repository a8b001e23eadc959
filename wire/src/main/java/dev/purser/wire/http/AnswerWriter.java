package dev.purser.wire.http;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Map;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;

/// Writes one answer, compressed where that is worth it.
final class AnswerWriter {
    /// Kubernetes compresses from this size on.
    private static final int COMPRESSED_BYTES_MIN = 128 * 1024;

    /// Many small writes become one TLS record.
    private static final int BUFFER_BYTES = 32 * 1024;

    /// Large bodies go in large pieces: each costs a change of threads.
    private static final int LARGE_BUFFER_BYTES = 128 * 1024;

    private final Request request;
    private final Response response;
    private final ExchangeTime time;
    private final Duration stallTime;

    /// @param stallTime how long the client of a stream may take nothing
    AnswerWriter(Request request, Response response, ExchangeTime time, Duration stallTime) {
        this.request = request;
        this.response = response;
        this.time = time;
        this.stallTime = stallTime;
    }

    void write(Answer answer) throws IOException {
        response.setStatus(answer.status());
        HttpFields.Mutable fields = response.getHeaders();
        for (Map.Entry<String, String> header : answer.headers()) {
            if (header.getKey().equals("Cache-Control")) {
                fields.put(header.getKey(), header.getValue());
            } else {
                fields.add(header.getKey(), header.getValue());
            }
        }
        switch (answer.body()) {
            case Answer.Bytes bytes -> writeBytes(bytes.content());
            case Answer.Written written -> writeOnce(written);
            case Answer.Streamed streamed -> stream(streamed);
            case Answer.Upgraded upgraded ->
                    throw new IllegalStateException("an upgrade has no body to write");
        }
    }

    private void writeBytes(byte[] content) throws IOException {
        if (content.length >= COMPRESSED_BYTES_MIN && acceptsGzip()) {
            try (OutputStream out = compressed()) {
                out.write(content);
            }
            return;
        }
        response.getHeaders().put("Content-Length", content.length);
        try (OutputStream out = Content.Sink.asOutputStream(response)) {
            if (isHead()) {
                return;
            }
            out.write(content);
        }
    }

    private void writeOnce(Answer.Written written) throws IOException {
        OutputStream sink = Content.Sink.asOutputStream(response);
        if (isHead()) {
            written.onUnwanted().run();
            sink.close();
            return;
        }
        // Closed only when all was written: a body that breaks off must not look complete.
        SpillingOutput out = new SpillingOutput(this);
        written.writer().writeTo(out);
        out.close();
    }

    private void stream(Answer.Streamed streamed) throws IOException {
        request.addIdleTimeoutListener(timeout -> false);
        request.addFailureListener(failure -> streamed.onGone().run());
        time.last();
        StallGuard guard = StallGuard.over(Content.Sink.asOutputStream(response), time, stallTime);
        OutputStream out = new BufferedOutputStream(guard, BUFFER_BYTES);
        try {
            begin(out, streamed);
            streamed.writer().writeTo(out);
            out.close();
        } finally {
            guard.release();
        }
    }

    private static void begin(OutputStream out, Answer.Streamed streamed) throws IOException {
        try {
            out.flush();
        } catch (IOException e) {
            streamed.onGone().run();
            throw e;
        }
    }

    /// The stream for a body that grew beyond what is worth compressing.
    OutputStream large() throws IOException {
        return acceptsGzip()
                ? compressed()
                : new BufferedOutputStream(
                        Content.Sink.asOutputStream(response), LARGE_BUFFER_BYTES);
    }

    /// The stream for a whole body of this size.
    OutputStream small(int size) {
        response.getHeaders().put("Content-Length", size);
        return Content.Sink.asOutputStream(response);
    }

    static int compressedBytesMin() {
        return COMPRESSED_BYTES_MIN;
    }

    private OutputStream compressed() throws IOException {
        response.getHeaders().put("Content-Encoding", "gzip").add("Vary", "Accept-Encoding");
        OutputStream sink =
                new BufferedOutputStream(Content.Sink.asOutputStream(response), BUFFER_BYTES);
        return new GZIPOutputStream(sink, BUFFER_BYTES) {
            {
                def.setLevel(Deflater.BEST_SPEED);
            }
        };
    }

    private boolean acceptsGzip() {
        return request.getHeaders().contains("Accept-Encoding", "gzip");
    }

    private boolean isHead() {
        return request.getMethod().equals("HEAD");
    }
}
