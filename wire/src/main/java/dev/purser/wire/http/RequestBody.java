package dev.purser.wire.http;

import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.wire.request.ApiRequest;
import java.io.IOException;
import java.io.InputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads a request's body, up to what Kubernetes takes.
final class RequestBody implements ApiRequest.Body {
    /// `MaxRequestBodyBytes` of kube-apiserver.
    static final int BYTES_MAX = 3 * 1024 * 1024;

    /// How much is read only to be thrown away.
    private static final int DRAINED_BYTES_MAX = 16 * 1024 * 1024;

    private static final Logger LOG = LoggerFactory.getLogger(RequestBody.class);

    private final InputStream in;

    RequestBody(InputStream in) {
        this.in = in;
    }

    @Override
    public byte[] readAll() {
        try {
            byte[] bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                drain();
                throw new StatusException(
                        StatusReason.REQUEST_ENTITY_TOO_LARGE,
                        "Request entity too large: limit is " + BYTES_MAX);
            }
            return bytes;
        } catch (IOException e) {
            throw StatusErrors.badRequest("the body could not be read: " + e.getMessage());
        }
    }

    /// Reads and forgets what is left, so that the client, which may still be sending, sees the
    /// answer and the connection can go on. What cannot be read is left.
    void drain() {
        byte[] forgotten = new byte[16 * 1024];
        long left = DRAINED_BYTES_MAX;
        int count = 0;
        try {
            while (left > 0 && count >= 0) {
                count = in.read(forgotten);
                left -= count;
            }
        } catch (IOException e) {
            LOG.debug("The rest of a body could not be read", e);
        }
    }
}
