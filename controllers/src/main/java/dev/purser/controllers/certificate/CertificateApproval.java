package dev.purser.controllers.certificate;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.Api;
import dev.purser.client.Api.ObjectRef;
import dev.purser.client.cache.ChangeHandler;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.ObjectCache;
import dev.purser.client.cache.ObjectKey;
import dev.purser.client.queue.ControlLoop;
import dev.purser.client.queue.WorkQueue;
import dev.purser.controllers.certificate.CertificateAuthority.Subject;
import dev.purser.controllers.object.Controller;
import dev.purser.controllers.object.ControllerContext;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/// Approves the client certificates that nodes ask for when they join, and when they renew theirs,
/// if whoever asks may have one (`csrapproving`). The queue holds names of requests.
public final class CertificateApproval implements Controller {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateApproval.class);
    private static final GroupVersionResource REVIEWS =
            new GroupVersionResource("authorization.k8s.io", "v1", "subjectaccessreviews");
    private static final GroupVersionKind REVIEW =
            new GroupVersionKind("authorization.k8s.io", "v1", "SubjectAccessReview");

    /// The right to have a certificate of the name that one has already.
    private static final Right OWN =
            new Right(
                    "selfnodeclient",
                    "Auto approving self kubelet client certificate after SubjectAccessReview.");

    /// The right to have one of any node's name.
    private static final Right ANY =
            new Right(
                    "nodeclient",
                    "Auto approving kubelet client certificate after SubjectAccessReview.");

    private final Api api;
    private final CertificateAuthority authority;
    private final ObjectCache requests;
    private final WorkQueue<String> queue;
    private final ControlLoop<String> loop;

    /// What somebody needs for an approval.
    ///
    /// @param subresource of certificatesigningrequests that he may create
    /// @param message of the approval
    private record Right(String subresource, String message) {}

    public CertificateApproval(ControllerContext context, CertificateAuthority authority) {
        this.api = context.api();
        this.authority = authority;
        this.queue = new WorkQueue<>(context.timers());
        this.loop = new ControlLoop<>("certificate-approval", queue, this::reconcile);
        Informer informer = context.informers().of(SigningRequest.RESOURCE);
        informer.withHandler(new ChangeHandler(request -> queue.add(request.name())));
        this.requests = informer.cache();
    }

    private void reconcile(String name) {
        Optional<SigningRequest> open =
                requests.get(new ObjectKey("", name))
                        .map(SigningRequest::new)
                        .filter(request -> !request.isIssued())
                        .filter(request -> !request.has(SigningRequest.APPROVED))
                        .filter(request -> !request.has(SigningRequest.DENIED));
        if (open.isEmpty()) {
            return;
        }
        try {
            List<Right> rights = sufficient(open.get());
            Optional<Right> held = rights.stream().filter(r -> holds(open.get(), r)).findFirst();
            if (held.isPresent()) {
                approve(open.get(), held.get());
            } else if (!rights.isEmpty()) {
                // The right may come later than the request.
                queue.addRateLimited(name);
            }
        } catch (IOException e) {
            LOG.warn("{} cannot be read: {}", name, e.getMessage());
        }
    }

    /// The rights each of which is enough; none for requests that people decide.
    private List<Right> sufficient(SigningRequest request) throws IOException {
        if (!SignerRules.of(request.signer()).equals(Optional.of(SignerRules.NODE_CLIENT))) {
            return List.of();
        }
        Subject subject = authority.read(request.request());
        if (SignerRules.NODE_CLIENT.problem(subject, request.usages()).isPresent()) {
            return List.of();
        }
        List<Right> rights = new ArrayList<>();
        if (subject.commonName().equals(request.spec().path("username").asString(""))) {
            rights.add(OWN);
        }
        rights.add(ANY);
        return rights;
    }

    private boolean holds(SigningRequest request, Right right) {
        KubeObject review = KubeObject.named(REVIEW, "", "");
        review.json().remove("metadata");
        ObjectNode spec = review.spec();
        spec.put("user", request.spec().path("username").asString(""))
                .put("uid", request.spec().path("uid").asString(""));
        for (String part : List.of("groups", "extra")) {
            if (request.spec().has(part)) {
                spec.set(part, request.spec().get(part).deepCopy());
            }
        }
        spec.putObject("resourceAttributes")
                .put("group", SigningRequest.RESOURCE.group())
                .put("resource", SigningRequest.RESOURCE.resource())
                .put("subresource", right.subresource())
                .put("verb", "create")
                .put("version", "*");
        return api.create(REVIEWS, review).status().path("allowed").asBoolean(false);
    }

    private void approve(SigningRequest request, Right right) {
        KubeObject approved = request.object().copy();
        approved.status()
                .withArray("conditions")
                .addObject()
                .put("type", SigningRequest.APPROVED)
                .put("status", "True")
                .put("reason", "AutoApproved")
                .put("message", right.message());
        var _ =
                api.updateSubresource(
                        ObjectRef.of(SigningRequest.RESOURCE, approved), "approval", approved);
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
