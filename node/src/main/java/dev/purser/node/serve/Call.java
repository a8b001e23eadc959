package dev.purser.node.serve;

import dev.purser.wire.request.ApiRequest;
import dev.purser.wire.request.Query;
import java.util.Map;

/// A request for one endpoint, with what its path names.
record Call(ApiRequest request, Map<String, String> parameters) {
    Call {
        parameters = Map.copyOf(parameters);
    }

    /// A part of the path; empty where the path has none.
    String parameter(String name) {
        return parameters.getOrDefault(name, "");
    }

    Query query() {
        return request.query();
    }
}
