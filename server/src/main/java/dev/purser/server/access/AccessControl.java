package dev.purser.server.access;

import dev.purser.api.meta.GroupResource;
import dev.purser.server.authn.RequestAuthentication;
import dev.purser.server.authn.token.SecretTokenUse;
import dev.purser.server.authn.token.TokenAuthenticator;
import dev.purser.server.authn.token.TokenIssuer;
import dev.purser.server.authn.token.TokenKeys;
import dev.purser.server.authz.AuthorizationMode;
import dev.purser.server.authz.Authorizer;
import dev.purser.server.authz.Authorizer.Allowed;
import dev.purser.server.authz.Authorizer.NoOpinion;
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
import java.util.function.Supplier;

/// Everything between a credential and a decision, over the objects of one server.
///
/// From construction on it follows the roles and bindings. All parts are thread-safe.
public final class AccessControl {
    private static final String AUTHENTICATION = "authentication.k8s.io";
    private static final String AUTHORIZATION = "authorization.k8s.io";

    private final RequestAuthentication authentication;
    private final Supplier<TokenKeys> tokenKeys;
    private final TokenIssuer issuer;
    private final Authorizer authorizer;
    private final RbacEscalation escalation;
    private final Map<GroupResource, AnsweringResource> answeringResources;

    /// @param use told of the use of tokens that lie in Secrets
    public AccessControl(
            ObjectSource objects,
            ClusterPki pki,
            AccessSettings settings,
            SecretTokenUse use,
            InstantSource clock,
            SecureRandom random) {
        AuthenticationParts parts =
                new AuthenticationParts(settings.authentication(), objects, clock);
        this.tokenKeys =
                settings.authentication()
                        .tokenKeys()
                        .<Supplier<TokenKeys>>map(keys -> () -> keys)
                        .orElseGet(() -> new ClusterTokenKeys(pki, clock, random));
        ServiceAccountSettings accounts = settings.authentication().serviceAccounts();
        this.issuer = new TokenIssuer(tokenKeys, accounts.issuer(), clock, random);
        TokenAuthenticator tokens = parts.tokens(tokenKeys, use);
        this.authentication = parts.requests(pki, tokens);
        RbacIndex index = new RbacIndex(objects);
        RuleResolver resolver = new RuleResolver(index);
        this.authorizer = authorizer(settings.modes(), objects, index);
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
                        new SelfSubjectRulesReview(settings.modes(), resolver),
                        new GroupResource(AUTHENTICATION, "selfsubjectreviews"),
                        new SelfSubjectReview(clock),
                        new GroupResource(AUTHENTICATION, "tokenreviews"),
                        new TokenReview(tokens, accounts.apiAudiences()),
                        new GroupResource("", "serviceaccounts/token"),
                        new TokenRequest(objects, issuer, limits(accounts), clock));
    }

    private static TokenRequest.Limits limits(ServiceAccountSettings accounts) {
        return new TokenRequest.Limits(
                accounts.apiAudiences(), accounts.maxExpiration(), accounts.extendsExpiration());
    }

    /// Who sends a request.
    public RequestAuthentication authentication() {
        return authentication;
    }

    /// Makes service account tokens.
    public TokenIssuer issuer() {
        return issuer;
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

    private static Authorizer authorizer(
            List<AuthorizationMode> modes, ObjectSource objects, RbacIndex index) {
        List<Member> members = new ArrayList<>();
        members.add(new Member("system:masters", new MastersAuthorizer()));
        for (AuthorizationMode mode : modes) {
            Authorizer authorizer =
                    switch (mode) {
                        case NODE ->
                                new NodeAuthorizer(
                                        new NodeGraph(objects), BootstrapObjects.nodeRules());
                        case RBAC -> new RbacAuthorizer(index);
                        case ALWAYS_ALLOW -> (_, _) -> new Allowed("");
                        case ALWAYS_DENY -> (_, _) -> new NoOpinion("Everything is forbidden.");
                    };
            members.add(new Member(mode.title(), authorizer));
        }
        return new AuthorizerChain(members);
    }

    /// The keys of service account tokens.
    public Supplier<TokenKeys> tokenKeys() {
        return tokenKeys;
    }
}
