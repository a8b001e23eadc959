package dev.purser.server.access;

import dev.purser.api.meta.GroupResource;
import dev.purser.server.authn.Authenticator;
import dev.purser.server.authn.ClientCertificateAuthenticator;
import dev.purser.server.authn.StaticTokenAuthenticator;
import dev.purser.server.authn.UnionAuthenticator;
import dev.purser.server.authn.token.ServiceAccountTokenAuthenticator;
import dev.purser.server.authn.token.ServiceAccountTokens;
import dev.purser.server.authn.token.TokenIssuer;
import dev.purser.server.authn.token.TokenKey;
import dev.purser.server.authz.Authorizer;
import dev.purser.server.authz.AuthorizerChain;
import dev.purser.server.authz.AuthorizerChain.Member;
import dev.purser.server.authz.MastersAuthorizer;
import dev.purser.server.authz.RbacAuthorizer;
import dev.purser.server.authz.RbacEscalation;
import dev.purser.server.authz.RbacIndex;
import dev.purser.server.authz.RuleResolver;
import dev.purser.server.authz.node.NodeAuthorizer;
import dev.purser.server.authz.node.NodeGraph;
import dev.purser.server.bootstrap.BootstrapObjects;
import dev.purser.server.object.ObjectSource;
import dev.purser.server.pki.ClusterPki;
import dev.purser.server.registry.AnsweringResource;
import dev.purser.server.request.Identity;
import dev.purser.server.review.AccessReviews;
import dev.purser.server.review.SelfSubjectReview;
import dev.purser.server.review.SelfSubjectRulesReview;
import dev.purser.server.review.TokenRequest;
import dev.purser.server.review.TokenReview;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Everything between a credential and a decision, over the objects of one server.
///
/// From construction on it follows the roles and bindings. All parts are thread-safe.
public final class AccessControl {
    private static final String AUTHENTICATION = "authentication.k8s.io";
    private static final String AUTHORIZATION = "authorization.k8s.io";

    private final Authenticator authenticator;
    private final Authorizer authorizer;
    private final RbacEscalation escalation;
    private final Map<GroupResource, AnsweringResource> answeringResources;

    public AccessControl(
            ObjectSource objects,
            ClusterPki pki,
            AccessSettings settings,
            InstantSource clock,
            SecureRandom random) {
        TokenKey tokenKey = new TokenKey(pki.serviceAccountKey(), random);
        ServiceAccountTokens tokens =
                new ServiceAccountTokens(tokenKey, settings.issuer(), objects, clock);
        TokenIssuer issuer = new TokenIssuer(tokenKey, settings.issuer(), clock, random);
        List<String> audiences = List.of(settings.issuer());

        List<Authenticator> staticTokens = staticTokens(settings);
        this.authenticator = authenticator(pki, settings, clock, staticTokens, tokens);
        RbacIndex index = new RbacIndex(objects);
        RuleResolver resolver = new RuleResolver(index);
        this.authorizer =
                new AuthorizerChain(
                        List.of(
                                new Member("system:masters", new MastersAuthorizer()),
                                new Member(
                                        "node",
                                        new NodeAuthorizer(
                                                new NodeGraph(objects),
                                                BootstrapObjects.nodeRules())),
                                new Member("rbac", new RbacAuthorizer(index))));
        this.escalation = new RbacEscalation(authorizer, resolver, index);
        AccessReviews reviews = new AccessReviews(authorizer);
        this.answeringResources =
                Map.of(
                        new GroupResource(AUTHORIZATION, "selfsubjectaccessreviews"),
                        reviews.self(),
                        new GroupResource(AUTHORIZATION, "subjectaccessreviews"),
                        reviews.subject(),
                        new GroupResource(AUTHORIZATION, "localsubjectaccessreviews"),
                        reviews.local(),
                        new GroupResource(AUTHORIZATION, "selfsubjectrulesreviews"),
                        new SelfSubjectRulesReview(resolver),
                        new GroupResource(AUTHENTICATION, "selfsubjectreviews"),
                        new SelfSubjectReview(clock),
                        new GroupResource(AUTHENTICATION, "tokenreviews"),
                        new TokenReview(tokens, audiences, staticTokens),
                        new GroupResource("", "serviceaccounts/token"),
                        new TokenRequest(objects, issuer, audiences, clock));
    }

    /// Who sends a request, never empty.
    public Authenticator authenticator() {
        return authenticator;
    }

    /// Whether somebody may do something, impersonate others included.
    public Authorizer authorizer() {
        return authorizer;
    }

    /// What keeps people from granting what they do not have.
    public RbacEscalation escalation() {
        return escalation;
    }

    /// The resources that are answered instead of stored; subresources are named as roles name
    /// them, `serviceaccounts/token`.
    public Map<GroupResource, AnsweringResource> answeringResources() {
        return answeringResources;
    }

    private static List<Authenticator> staticTokens(AccessSettings settings) {
        return settings.adminToken()
                .map(token ->
                        List.<Authenticator>of(
                                new StaticTokenAuthenticator(
                                        token,
                                        Identity.of(
                                                "admin",
                                                Identity.MASTERS,
                                                Identity.AUTHENTICATED))))
                .orElse(List.of());
    }

    private static Authenticator authenticator(
            ClusterPki pki,
            AccessSettings settings,
            InstantSource clock,
            List<Authenticator> staticTokens,
            ServiceAccountTokens tokens) {
        List<Authenticator> all = new ArrayList<>();
        all.add(new ClientCertificateAuthenticator(pki.authority(), clock));
        all.addAll(staticTokens);
        all.add(new ServiceAccountTokenAuthenticator(tokens, List.of(settings.issuer())));
        return new UnionAuthenticator(all, settings.anonymous());
    }
}
