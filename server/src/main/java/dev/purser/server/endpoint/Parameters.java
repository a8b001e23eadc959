package dev.purser.server.endpoint;

import dev.purser.api.status.StatusErrors;
import dev.purser.wire.request.Query;
import java.util.OptionalLong;

/// Numbers in a query, with the errors of Go's parser.
final class Parameters {
    private Parameters() {}

    /// The value of a number parameter; empty when it is not there.
    static OptionalLong number(Query query, String name) {
        if (!query.has(name)) {
            return OptionalLong.empty();
        }
        String text = query.first(name);
        if (!text.matches("[-+]?[0-9]+")) {
            throw invalid(text, "invalid syntax");
        }
        try {
            return OptionalLong.of(Long.parseLong(text));
        } catch (NumberFormatException e) {
            throw invalid(text, "value out of range");
        }
    }

    private static RuntimeException invalid(String text, String why) {
        return StatusErrors.badRequest("strconv.ParseInt: parsing \"%s\": %s".formatted(text, why));
    }
}
