package dev.purser.api.kind.pod;

import dev.purser.api.validation.Names;
import dev.purser.api.validation.Numbers;
import dev.purser.api.validation.Spot;
import java.util.List;

/// Checks what probes and lifecycle hooks do: exactly one of a few actions.
final class HandlerValidation {
    private static final List<String> ACTIONS =
            List.of("exec", "httpGet", "tcpSocket", "grpc", "sleep");
    private static final List<String> SCHEMES = List.of("HTTP", "HTTPS");

    private HandlerValidation() {}

    /// @param gracePeriod the seconds that the Pod has to stop
    static void validate(Spot handler, long gracePeriod) {
        List<String> given = ACTIONS.stream().filter(handler::has).toList();
        if (given.isEmpty()) {
            handler.required("must specify a handler type");
            return;
        }
        validateAction(given.getFirst(), handler.at(given.getFirst()), gracePeriod);
        given.stream()
                .skip(1)
                .forEach(other ->
                        handler.at(other).forbidden("may not specify more than 1 handler type"));
    }

    private static void validateAction(String type, Spot action, long gracePeriod) {
        switch (type) {
            case "exec" -> action.at("command").require();
            case "httpGet" -> validateGet(action);
            case "sleep" -> validateSleep(action, gracePeriod);
            default -> validatePort(action.at("port"));
        }
    }

    private static void validatePort(Spot port) {
        Numbers.validatePortNumberOrName(port.node(), port.path(), port.errors());
    }

    private static void validateGet(Spot get) {
        get.at("path").require();
        validatePort(get.at("port"));
        get.at("scheme").requireOneOf(SCHEMES);
        Spot headers = get.at("httpHeaders");
        for (Spot header : headers.items()) {
            header.at("name").under(headers.path()).complain(Names::headerErrors);
        }
    }

    private static void validateSleep(Spot sleep, long gracePeriod) {
        long seconds = sleep.at("seconds").number();
        if (seconds < 0 || seconds > gracePeriod) {
            sleep.errors()
                    .invalid(
                            sleep.path(),
                            seconds,
                            "must be non-negative and less than terminationGracePeriodSeconds (%d)"
                                    .formatted(gracePeriod));
        }
    }
}
