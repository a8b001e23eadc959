package dev.purser.node.serve;

import dev.purser.api.status.StatusException;
import dev.purser.client.ApiUnavailableException;
import dev.purser.node.access.Caller;
import dev.purser.node.access.CallerAuthentication;
import dev.purser.node.access.NodeAttributes;
import dev.purser.node.access.NodeAuthorization;
import dev.purser.wire.http.Answer;
import dev.purser.wire.http.RequestHandler;
import dev.purser.wire.request.ApiRequest;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way of a request through the node's API: who sends it, what they may do, which path it is
/// for. Thread-safe.
///
/// Unlike kubelet it tells nobody unknown which paths there are.
final class NodeRequests implements RequestHandler {
    private static final Logger LOG = LoggerFactory.getLogger(NodeRequests.class);

    private final CallerAuthentication authentication;
    private final NodeAuthorization authorization;
    private final Routes routes;
    private final NodeHttpMetrics metrics;

    NodeRequests(
            CallerAuthentication authentication,
            NodeAuthorization authorization,
            Routes routes,
            NodeHttpMetrics metrics) {
        this.authentication = authentication;
        this.authorization = authorization;
        this.routes = routes;
        this.metrics = metrics;
    }

    @Override
    public Answer answer(ApiRequest request) {
        NodeHttpMetrics.Running running = metrics.begin(request.method(), request.path());
        boolean answered = false;
        try {
            Answer answer = admitted(request).orElseGet(() -> routed(request));
            answered = true;
            return answer.endingWith(running::end);
        } finally {
            if (!answered) {
                running.end();
            }
        }
    }

    /// Empty when the sender may do this.
    private Optional<Answer> admitted(ApiRequest request) {
        Optional<Caller> caller = authentication.authenticate(request);
        return caller.isEmpty()
                ? Optional.of(NodeAnswers.plain(401, "Unauthorized"))
                : refusal(caller.get(), NodeAttributes.of(request));
    }

    private Optional<Answer> refusal(Caller caller, NodeAttributes wanted) {
        for (String subresource : wanted.subresources()) {
            try {
                if (authorization.isAllowed(caller, wanted.verb(), subresource)) {
                    return Optional.empty();
                }
            } catch (StatusException | ApiUnavailableException e) {
                LOG.warn("What {} may do cannot be asked: {}", caller.user(), e.getMessage());
                return Optional.of(
                        NodeAnswers.plain(
                                500,
                                "Authorization error (user=%s, verb=%s, resource=nodes,"
                                                .formatted(caller.user(), wanted.verb())
                                        + " subresource=%s)".formatted(subresource)));
            }
        }
        return Optional.of(
                NodeAnswers.plain(
                        403,
                        "Forbidden (user=%s, verb=%s, resource=nodes, subresource(s)=%s)\n"
                                .formatted(
                                        caller.user(),
                                        wanted.verb(),
                                        list(wanted.subresources()))));
    }

    private static String list(List<String> words) {
        return "[" + String.join(" ", words) + "]";
    }

    private Answer routed(ApiRequest request) {
        try {
            return routes.answer(request);
        } catch (PlainFailure e) {
            return NodeAnswers.plain(e.status(), e.text());
        } catch (StatusException e) {
            return NodeAnswers.plain(e.code(), e.getMessage());
        } catch (RuntimeException e) {
            // The top of a request: whatever it is, the client hears of it and the log keeps it.
            LOG.error("A request to the node for {} failed", request.path(), e);
            return NodeAnswers.plain(500, "Internal Error: " + e.getClass().getSimpleName());
        }
    }
}
