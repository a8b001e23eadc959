package dev.purser.server.wire;

import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.server.request.ApiRequest;
import java.io.IOException;
import java.io.InputStream;

/// Reads a request's body, up to what Kubernetes takes.
final class RequestBody implements ApiRequest.Body {
    /// `MaxRequestBodyBytes` of kube-apiserver.
    static final int BYTES_MAX = 3 * 1024 * 1024;

    /// How much more is read and thrown away so that the client, still sending, sees the answer.
    private static final int DRAINED_BYTES_MAX = 16 * 1024 * 1024;

    private final InputStream in;

    RequestBody(InputStream in) {
        this.in = in;
    }

    @Override
    public byte[] readAll() {
        try {
            byte[] bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                in.skip(DRAINED_BYTES_MAX);
                throw new StatusException(
                        StatusReason.REQUEST_ENTITY_TOO_LARGE,
                        "Request entity too large: limit is " + BYTES_MAX);
            }
            return bytes;
        } catch (IOException e) {
            throw StatusErrors.badRequest("the body could not be read: " + e.getMessage());
        }
    }
}
