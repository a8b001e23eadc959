package dev.purser.server;

import dev.purser.api.status.StatusErrors;
import dev.purser.api.status.StatusException;
import dev.purser.server.audit.Auditor;
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
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import dev.purser.server.request.RequestInfo;
import dev.purser.server.request.RequestTimeout;
import dev.purser.wire.http.Answer;
import dev.purser.wire.http.RequestHandler;
import dev.purser.wire.http.WarningHeaders;
import dev.purser.wire.request.ApiRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
    private final Auditor auditor;

    /// @param authorizer also decides who may impersonate whom
    public Pipeline(
            RequestAuthentication authentication,
            FlowGate flow,
            Authorizer authorizer,
            ResourceEndpoint resources,
            Documents documents,
            Answers answers,
            Auditor auditor) {
        this.authentication = authentication;
        this.impersonation = new Impersonation(authorizer);
        this.flow = flow;
        this.authorizer = authorizer;
        this.resources = resources;
        this.documents = documents;
        this.answers = answers;
        this.auditor = auditor;
    }

    @Override
    public Answer answer(ApiRequest request) {
        List<String> warnings = new ArrayList<>();
        return withWarnings(answerOrFailure(request, warnings), warnings);
    }

    private Answer answerOrFailure(ApiRequest request, List<String> warnings) {
        try {
            return admit(request, warnings);
        } catch (RuntimeException | StackOverflowError e) {
            // The top of a request: a defect is answered with 500 and must not end the connection.
            LOG.error("{} {} failed", request.method(), request.path(), e);
            return answers.failure(
                    request, StatusErrors.internal("the server met a defect of its own", e));
        }
    }

    /// Who sends it; from there on it is audited.
    private Answer admit(ApiRequest request, List<String> warnings) {
        RequestInfo info = RequestInfo.parse(request.method(), request.path(), request.query());
        Authentication sender;
        try {
            RequestTimeout.check(request.query(), info.attributes());
            sender = authentication.authenticate(request);
        } catch (StatusException e) {
            return auditor.refused(request, info.attributes(), failure(request, e));
        }
        warnings.addAll(sender.warnings());
        return auditor.follow(
                request,
                info.attributes(),
                sender.identity(),
                sender.annotations(),
                audit -> {
                    Exchange sent = new Exchange(request, info, sender.identity(), warnings, audit);
                    return failing(request, () -> inTurn(sent));
                });
    }

    /// Whom the sender acts as, and when it is its turn.
    private Answer inTurn(Exchange sent) {
        ApiRequest request = sent.request();
        Attributes attributes = sent.attributes();
        Identity identity =
                impersonation.apply(sent.identity(), request.headers(), attributes, sent.audit());
        Exchange exchange =
                new Exchange(request, sent.info(), identity, sent.warnings(), sent.audit());
        return flow.pass(
                identity, attributes, request, () -> failing(request, () -> carryOut(exchange)));
    }

    private Answer carryOut(Exchange exchange) {
        Attributes attributes = exchange.attributes();
        Refusals.requireAllowed(authorizer, exchange.identity(), attributes, exchange.audit());
        return attributes.isResourceRequest()
                ? resources.answer(exchange)
                : documents.answer(exchange);
    }

    private Answer failing(ApiRequest request, Supplier<Answer> work) {
        try {
            return work.get();
        } catch (StatusException e) {
            return failure(request, e);
        }
    }

    private Answer failure(ApiRequest request, StatusException failure) {
        if (failure.code() >= 500 && failure.getCause() != null) {
            LOG.warn("{} {} failed", request.method(), request.path(), failure.getCause());
        }
        return answers.failure(request, failure);
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
