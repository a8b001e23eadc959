package dev.purser.node.access;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.api.status.StatusException;
import dev.purser.client.Api;
import dev.purser.client.ApiUnavailableException;
import dev.purser.wire.request.ApiRequest;
import dev.purser.wire.tls.CertificateSubject;
import dev.purser.wire.tls.CertificateVerification;
import dev.purser.wire.tls.ClientCertificateException;
import java.security.cert.X509Certificate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/// Knows callers by client certificates of the cluster's authority, and by bearer tokens that the
/// API server knows. Nobody is let in without one of them. Thread-safe.
public final class CallerAuthentication {
    private static final Logger LOG = LoggerFactory.getLogger(CallerAuthentication.class);
    private static final GroupVersionResource REVIEWS =
            new GroupVersionResource("authentication.k8s.io", "v1", "tokenreviews");
    private static final GroupVersionKind REVIEW =
            new GroupVersionKind("authentication.k8s.io", "v1", "TokenReview");
    private static final String SCHEME = "bearer ";

    private final CertificateVerification certificates;
    private final Api api;

    /// @param certificates judges those of clients
    /// @param api with the node's own rights, which include token reviews
    public CallerAuthentication(CertificateVerification certificates, Api api) {
        this.certificates = certificates;
        this.api = api;
    }

    /// Who sends a request; empty for nobody that is known. A credential that is not valid does not
    /// spoil another one that is.
    public Optional<Caller> authenticate(ApiRequest request) {
        return ofCertificate(request.certificateChain())
                .or(() -> ofToken(request.headers().first("Authorization")))
                .map(Caller::authenticated);
    }

    private Optional<Caller> ofCertificate(List<X509Certificate> chain) {
        if (chain.isEmpty()) {
            return Optional.empty();
        }
        try {
            certificates.require(chain);
            CertificateSubject subject = CertificateSubject.of(chain.getFirst());
            return subject.commonName().isEmpty()
                    ? Optional.empty()
                    : Optional.of(
                            new Caller(
                                    subject.commonName(),
                                    subject.uid(),
                                    subject.organizations(),
                                    Map.of()));
        } catch (ClientCertificateException e) {
            LOG.debug("A caller of the node is not known: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<Caller> ofToken(String header) {
        String text = header.strip();
        if (!text.toLowerCase(Locale.ROOT).startsWith(SCHEME)) {
            return Optional.empty();
        }
        String token = text.substring(SCHEME.length()).strip();
        if (token.isEmpty()) {
            return Optional.empty();
        }
        KubeObject review = KubeObject.named(REVIEW, "", "");
        review.metadata().remove("name");
        review.json().putObject("spec").put("token", token);
        try {
            JsonNode status = api.create(REVIEWS, review).json().path("status");
            return status.path("authenticated").asBoolean(false)
                    ? Optional.of(caller(status.path("user")))
                    : Optional.empty();
        } catch (StatusException | ApiUnavailableException e) {
            LOG.warn("A token of a caller of the node cannot be reviewed: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static Caller caller(JsonNode user) {
        Map<String, List<String>> extra = new LinkedHashMap<>();
        user.path("extra")
                .properties()
                .forEach(entry -> extra.put(entry.getKey(), texts(entry.getValue())));
        return new Caller(
                user.path("username").asString(""),
                user.path("uid").asString(""),
                texts(user.path("groups")),
                extra);
    }

    private static List<String> texts(JsonNode list) {
        return list.valueStream().map(each -> each.asString("")).toList();
    }
}
