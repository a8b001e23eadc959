package dev.purser.controllers.certificate;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.client.Api;
import dev.purser.client.cache.ChangeHandler;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Signs the approved requests of Kubernetes' own signers (`csrsigning`). The queue holds names of
/// requests.
public final class CertificateSigning implements Controller {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateSigning.class);

    /// The lifetime of certificates whose requests ask for none, or for more.
    private static final Duration LONGEST = Duration.ofDays(365);

    private static final Duration SHORTEST = Duration.ofMinutes(10);

    private final Api api;
    private final CertificateAuthority authority;
    private final ObjectCache requests;
    private final WorkQueue<String> queue;
    private final ControlLoop<String> loop;

    public CertificateSigning(ControllerContext context, CertificateAuthority authority) {
        this.api = context.api();
        this.authority = authority;
        this.queue = new WorkQueue<>(context.timers());
        this.loop = new ControlLoop<>("certificate-signing", queue, this::reconcile);
        Informer informer = context.informers().of(SigningRequest.RESOURCE);
        informer.withHandler(new ChangeHandler(request -> queue.add(request.name())));
        this.requests = informer.cache();
    }

    private void reconcile(String name) {
        Optional<SigningRequest> approved =
                requests.get(new ObjectKey("", name))
                        .map(SigningRequest::new)
                        .filter(request -> !request.isIssued())
                        .filter(request -> request.has(SigningRequest.APPROVED))
                        .filter(request -> !request.has(SigningRequest.DENIED))
                        .filter(request -> !request.has(SigningRequest.FAILED));
        if (approved.isEmpty()) {
            return;
        }
        Optional<SignerRules> rules = SignerRules.of(approved.get().signer());
        if (rules.isPresent()) {
            decide(approved.get(), rules.get());
        }
    }

    private void decide(SigningRequest request, SignerRules rules) {
        KubeObject answered = request.object().copy();
        try {
            Optional<String> problem =
                    rules.problem(authority.read(request.request()), request.usages());
            if (problem.isPresent()) {
                answered.status()
                        .withArray("conditions")
                        .addObject()
                        .put("type", SigningRequest.FAILED)
                        .put("status", "True")
                        .put("reason", "SignerValidationFailure")
                        .put("message", problem.get());
            } else {
                answered.status().put("certificate", sign(request));
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be signed: {}", request.object().name(), e.getMessage());
            queue.addRateLimited(request.object().name());
            return;
        }
        write(answered);
    }

    private String sign(SigningRequest request) throws IOException {
        String pem = authority.sign(request.request(), validity(request), request.usages());
        return Base64.getEncoder().encodeToString(pem.getBytes(StandardCharsets.US_ASCII));
    }

    private static Duration validity(SigningRequest request) {
        var seconds = request.spec().path("expirationSeconds");
        if (!seconds.isNumber()) {
            return LONGEST;
        }
        Duration wanted = Duration.ofSeconds(seconds.asLong());
        if (wanted.compareTo(SHORTEST) < 0) {
            return SHORTEST;
        }
        return wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
    }

    private void write(KubeObject answered) {
        try {
            var _ = api.updateStatus(SigningRequest.RESOURCE, answered);
        } catch (StatusException e) {
            if (e.reason() != StatusReason.NOT_FOUND) {
                throw e;
            }
        }
    }

    @Override
    public void start() {
        loop.start(1);
    }

    @Override
    public void close() {
        loop.close();
    }
}
