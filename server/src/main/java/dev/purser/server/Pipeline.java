package dev.purser.server;

import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.server.authn.Authentication;
import dev.purser.server.authn.Impersonation;
import dev.purser.server.authn.RequestAuthentication;
import dev.purser.server.authz.Authorizer;
import dev.purser.server.authz.Refusals;
import dev.purser.server.discovery.Documents;
import dev.purser.server.endpoint.Answers;
import dev.purser.server.endpoint.Exchange;
import dev.purser.server.endpoint.ResourceEndpoint;
import dev.purser.server.flow.FlowGate;
import dev.purser.server.request.ApiRequest;
import dev.purser.server.request.AuditTrail;
import dev.purser.server.request.Identity;
import dev.purser.server.request.RequestInfo;
import dev.purser.server.request.RequestTimeout;
import dev.purser.server.wire.Answer;
import dev.purser.server.wire.RequestHandler;
import dev.purser.server.wire.WarningHeaders;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/// The way of a request: who sends it, may they, what does it mean, and the answer. Thread-safe.
public final class Pipeline implements RequestHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Pipeline.class);

    private final RequestAuthentication authentication;
    private final Impersonation impersonation;
    private final FlowGate flow;
    private final Authorizer authorizer;
    private final ResourceEndpoint resources;
    private final Documents documents;
    private final Answers answers;

    /// @param authorizer also decides who may impersonate whom
    public Pipeline(
            RequestAuthentication authentication,
            FlowGate flow,
            Authorizer authorizer,
            ResourceEndpoint resources,
            Documents documents,
            Answers answers) {
        this.authentication = authentication;
        this.impersonation = new Impersonation(authorizer);
        this.flow = flow;
        this.authorizer = authorizer;
        this.resources = resources;
        this.documents = documents;
        this.answers = answers;
    }

    @Override
    public Answer answer(ApiRequest request) {
        List<String> warnings = new ArrayList<>();
        return withWarnings(answerOrFailure(request, () -> admit(request, warnings)), warnings);
    }

    private Answer answerOrFailure(ApiRequest request, Supplier<Answer> work) {
        try {
            return work.get();
        } catch (StatusException e) {
            if (e.code() >= 500 && e.getCause() != null) {
                LOG.warn("{} {} failed", request.method(), request.path(), e.getCause());
            }
            return answers.failure(request, e);
        } catch (RuntimeException | StackOverflowError e) {
            // The top of a request: a defect is answered with 500 and must not end the connection.
            LOG.error("{} {} failed", request.method(), request.path(), e);
            return answers.failure(
                    request, StatusErrors.internal("the server met a defect of its own", e));
        }
    }

    /// Who sends it, and when it is its turn.
    private Answer admit(ApiRequest request, List<String> warnings) {
        RequestInfo info = RequestInfo.parse(request.method(), request.path(), request.query());
        RequestTimeout.check(request.query(), info.attributes());
        AuditTrail audit = AuditTrail.NONE;
        Authentication sender = authentication.authenticate(request);
        warnings.addAll(sender.warnings());
        sender.annotations().forEach(audit::add);
        Identity identity =
                impersonation.apply(sender.identity(), request.headers(), info.attributes());
        Exchange exchange = new Exchange(request, info, identity, warnings, audit);
        return flow.pass(
                identity,
                info.attributes(),
                request,
                () -> answerOrFailure(request, () -> carryOut(exchange)));
    }

    private Answer carryOut(Exchange exchange) {
        Refusals.requireAllowed(authorizer, exchange.identity(), exchange.attributes());
        return exchange.attributes().isResourceRequest()
                ? resources.answer(exchange)
                : documents.answer(exchange);
    }

    /// Warnings go with errors too (RFC 9110, 5.5; KEP-1693).
    private static Answer withWarnings(Answer answer, List<String> warnings) {
        Answer result = answer;
        for (String value : WarningHeaders.of(warnings)) {
            result = result.with("Warning", value);
        }
        return result;
    }
}
