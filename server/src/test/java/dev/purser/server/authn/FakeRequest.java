package dev.purser.server.authn;

import dev.purser.wire.request.ApiRequest;
import dev.purser.wire.request.Query;
import java.security.cert.X509Certificate;
import java.util.List;

/// Requests that show credentials, for tests of what judges them.
public final class FakeRequest {
    private FakeRequest() {}

    /// A request with headers, names and values in turn, and without a certificate.
    public static ApiRequest with(String... headers) {
        return of("/api", List.of(), headers);
    }

    public static ApiRequest withToken(String token) {
        return with("Authorization", "Bearer " + token);
    }

    static ApiRequest of(String path, List<X509Certificate> chain, String... headers) {
        return new ApiRequest(
                "GET",
                path,
                Query.parse(""),
                new FakeHeaders(headers),
                chain,
                () -> {
                    throw new AssertionError("nobody reads a body to know its sender");
                });
    }
}
