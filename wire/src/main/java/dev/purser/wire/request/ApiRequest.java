package dev.purser.wire.request;

import dev.purser.api.managed.ManagerName;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Set;

/// A request as the wire hands it to the pipeline.
///
/// @param path the decoded path of the URL, without the query
/// @param headers the headers that have a meaning for the API
/// @param certificateChain the client's, leaf first, not yet verified by anyone but TLS
/// @param body reads the body when somebody wants it
/// @param origin where it came from
public record ApiRequest(
        String method,
        String path,
        Query query,
        Headers headers,
        List<X509Certificate> certificateChain,
        Body body,
        Origin origin) {

    /// A request of an unknown origin.
    public ApiRequest(
            String method,
            String path,
            Query query,
            Headers headers,
            List<X509Certificate> certificateChain,
            Body body) {
        this(method, path, query, headers, certificateChain, body, Origin.unknown());
    }

    /// The headers of a request; names are case-insensitive.
    public interface Headers {
        /// The first value of a header, or the empty string.
        String first(String name);

        /// Every value of a header, in order.
        List<String> all(String name);

        /// The names of all headers, as they were sent.
        Set<String> names();
    }

    /// The body of a request, read at most once.
    @FunctionalInterface
    public interface Body {
        /// All bytes.
        ///
        /// @throws dev.purser.api.status.StatusException if there are more than the server takes
        byte[] readAll();
    }

    /// Who manages the fields that this request writes.
    public String fieldManager() {
        return ManagerName.of(query.first("fieldManager"), headers.first("User-Agent"));
    }
}
