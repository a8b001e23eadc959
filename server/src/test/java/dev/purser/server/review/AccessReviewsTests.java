package dev.purser.server.review;

import static dev.purser.server.access.FakeObjects.object;
import static dev.purser.server.access.FakeObjects.rbac;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.status.StatusException;
import dev.purser.server.access.FakeObjects;
import dev.purser.server.access.ManualClock;
import dev.purser.server.authz.AuthorizationMode;
import dev.purser.server.authz.AuthorizerChain;
import dev.purser.server.authz.MastersAuthorizer;
import dev.purser.server.authz.RbacAuthorizer;
import dev.purser.server.authz.RbacIndex;
import dev.purser.server.authz.RuleResolver;
import dev.purser.server.registry.AnsweringResource;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class AccessReviewsTests {
    private final FakeObjects objects = new FakeObjects();
    private final RbacIndex index = new RbacIndex(objects);
    private final AccessReviews reviews =
            new AccessReviews(
                    new AuthorizerChain(
                            List.of(
                                    new AuthorizerChain.Member("m", new MastersAuthorizer()),
                                    new AuthorizerChain.Member(
                                            "rbac", new RbacAuthorizer(index)))));
    private final Identity eve = Identity.of("eve", Identity.AUTHENTICATED);
    private final Identity root = Identity.of("root", Identity.MASTERS);

    @BeforeEach
    void eveMayReadOneSecret() {
        objects.put(
                rbac("roles"),
                "{'metadata':{'namespace':'ns','name':'some'},'rules':[{'verbs':['get'],'apiGroups':[''],'resources':['secrets'],'resourceNames':['one']},{'verbs':['get'],'nonResourceURLs':['/x']}]}");
        objects.put(
                rbac("rolebindings"),
                "{'metadata':{'namespace':'ns','name':'some'},'roleRef':{'kind':'Role','name':'some'},'subjects':[{'kind':'User','name':'eve'}]}");
    }

    private static Attributes in(String namespace) {
        return new Attributes("create", "authorization.k8s.io", "v1", "r", "", namespace, "", "");
    }

    private String status(AnsweringResource resource, Identity identity, String spec) {
        return resource.answer(identity, in("ns"), object("{'spec':" + spec + "}"))
                .json()
                .path("status")
                .toString();
    }

    private static void assertInvalid(Runnable review, String why) {
        assertThatThrownBy(review::run)
                .isInstanceOfSatisfying(
                        StatusException.class,
                        e -> {
                            assertThat(e.getMessage())
                                    .isEqualTo(".authorization.k8s.io \"\" is invalid: " + why);
                            assertThat(e.toStatus().path("details").has("kind")).isFalse();
                        });
    }

    private static final String GET_ONE =
            "{'resourceAttributes':{'namespace':'ns','verb':'get','resource':'secrets','name':'one'}}";

    @Nested
    class OfOneself {
        @Test
        void sayWhyItIsAllowed() {
            assertThat(status(reviews.self(), eve, GET_ONE))
                    .isEqualTo(
                            "{\"allowed\":true,\"reason\":\"RBAC: allowed by RoleBinding \\\"some/ns\\\" of Role \\\"some\\\" to User \\\"eve\\\"\"}");
        }

        @Test
        void sayOnlyThatItIsNotAllowed() {
            assertThat(status(reviews.self(), eve, GET_ONE.replace("'one'", "'two'")))
                    .isEqualTo("{\"allowed\":false}");
        }

        @Test
        void needNoReasonForMasters() {
            assertThat(status(reviews.self(), root, "{'resourceAttributes':{'verb':'*'}}"))
                    .isEqualTo("{\"allowed\":true}");
        }

        @Test
        void aboutNothingAreInvalid() {
            assertInvalid(
                    () -> status(reviews.self(), eve, "{}"),
                    "spec: Invalid value: null: exactly one of nonResourceAttributes or resourceAttributes must be specified");
        }

        @Test
        void aboutBothAreInvalid() {
            assertInvalid(
                    () ->
                            status(
                                    reviews.self(),
                                    eve,
                                    "{'resourceAttributes':{'verb':'get'},'nonResourceAttributes':{'path':'/'}}"),
                    "spec: Invalid value: {\"Path\":\"/\",\"Verb\":\"\"}: exactly one of nonResourceAttributes or resourceAttributes must be specified");
        }

        @Test
        void withTwoFormsOfASelectorAreInvalid() {
            assertInvalid(
                    () ->
                            status(
                                    reviews.self(),
                                    eve,
                                    "{'resourceAttributes':{'verb':'list','fieldSelector':{'rawSelector':'a=b','requirements':[{'key':'a','operator':'Exists'}]}}}"),
                    "spec.resourceAttributes.fieldSelector.rawSelector: Invalid value: \"a=b\": may not specified at the same time as requirements");
        }
    }

    @Nested
    class OfOthers {
        @Test
        void askForTheUserOfTheSpec() {
            assertThat(
                            status(
                                    reviews.subject(),
                                    root,
                                    GET_ONE.replace("{'res", "{'user':'eve','res")))
                    .startsWith("{\"allowed\":true");
            assertThat(
                            status(
                                    reviews.subject(),
                                    root,
                                    GET_ONE.replace("{'res", "{'user':'bob','res")))
                    .isEqualTo("{\"allowed\":false}");
        }

        @Test
        void askForTheGroupsOfTheSpec() {
            assertThat(
                            status(
                                    reviews.subject(),
                                    eve,
                                    GET_ONE.replace("{'res", "{'groups':['system:masters'],'res")))
                    .isEqualTo("{\"allowed\":true}");
        }

        @Test
        void ofNobodyAreInvalid() {
            assertInvalid(
                    () -> status(reviews.subject(), root, GET_ONE),
                    "spec.user: Invalid value: \"\": at least one of user or group must be specified");
        }

        @Test
        void inAnotherNamespaceAreInvalidWhereTheyAreLocal() {
            assertInvalid(
                    () ->
                            status(
                                    reviews.local(),
                                    root,
                                    "{'user':'e','resourceAttributes':{'namespace':'default','verb':'get'}}"),
                    "spec.resourceAttributes.namespace: Invalid value: \"default\": must match metadata.namespace");
        }
    }

    @Nested
    class OfRules {
        private final SelfSubjectRulesReview rules =
                new SelfSubjectRulesReview(AuthorizationMode.standard(), new RuleResolver(index));

        @Test
        void listResourcesAndPathsApart() {
            assertThat(status(rules, eve, "{'namespace':'ns'}"))
                    .isEqualTo(
                            "{\"resourceRules\":[{\"verbs\":[\"get\"],\"apiGroups\":[\"\"],\"resources\":[\"secrets\"],\"resourceNames\":[\"one\"]}],\"nonResourceRules\":[{\"verbs\":[\"get\"],\"nonResourceURLs\":[\"/x\"]}],\"incomplete\":false}");
        }

        @Test
        void followTheModesThatDecide() {
            Identity node = Identity.of("system:node:n", "system:nodes");
            assertThat(status(rules, node, "{'namespace':'ns'}"))
                    .isEqualTo(
                            "{\"resourceRules\":[],\"nonResourceRules\":[],\"incomplete\":true,\"evaluationError\":\"node authorizer does not support user rule resolution\"}");
            var open =
                    new SelfSubjectRulesReview(
                            List.of(AuthorizationMode.ALWAYS_ALLOW), new RuleResolver(index));
            assertThat(status(open, node, "{'namespace':'ns'}"))
                    .isEqualTo(
                            "{\"resourceRules\":[{\"verbs\":[\"*\"],\"apiGroups\":[\"*\"],\"resources\":[\"*\"]}],\"nonResourceRules\":[{\"verbs\":[\"*\"],\"nonResourceURLs\":[\"*\"]}],\"incomplete\":false}");
            var closed =
                    new SelfSubjectRulesReview(
                            List.of(AuthorizationMode.ALWAYS_DENY), new RuleResolver(index));
            assertThat(status(closed, eve, "{'namespace':'ns'}"))
                    .isEqualTo(
                            "{\"resourceRules\":[],\"nonResourceRules\":[],\"incomplete\":false}");
        }

        @Test
        void knowAnEmptyResourceFromAPath() {
            objects.put(
                    rbac("clusterroles"),
                    "{'metadata':{'name':'all'},'rules':[{'verbs':['*'],'apiGroups':['*'],'resources':['*']}]}");
            objects.put(
                    rbac("clusterrolebindings"),
                    "{'metadata':{'name':'all'},'roleRef':{'kind':'ClusterRole','name':'all'},'subjects':[{'kind':'User','name':'adam'}]}");
            Identity adam = Identity.of("adam");
            assertThat(status(reviews.self(), adam, "{'resourceAttributes':{'verb':'get'}}"))
                    .contains("\"allowed\":true");
            assertThat(
                            status(
                                    reviews.self(),
                                    adam,
                                    "{'nonResourceAttributes':{'verb':'get','path':'/x'}}"))
                    .contains("\"allowed\":false");
        }

        @Test
        void listNothingOfOtherNamespaces() {
            assertThat(status(rules, eve, "{'namespace':'other'}"))
                    .isEqualTo(
                            "{\"resourceRules\":[],\"nonResourceRules\":[],\"incomplete\":false}");
        }

        @Test
        void listWhatIsGrantedEverywhereInEveryNamespace() {
            objects.put(
                    rbac("clusterroles"),
                    "{'metadata':{'name':'all'},'rules':[{'verbs':['*'],'apiGroups':['*'],'resources':['*']}]}");
            objects.put(
                    rbac("clusterrolebindings"),
                    "{'metadata':{'name':'all'},'roleRef':{'kind':'ClusterRole','name':'all'},'subjects':[{'kind':'Group','name':'system:masters'}]}");

            assertThat(status(rules, root, "{'namespace':'other'}"))
                    .isEqualTo(
                            "{\"resourceRules\":[{\"verbs\":[\"*\"],\"apiGroups\":[\"*\"],\"resources\":[\"*\"]}],\"nonResourceRules\":[],\"incomplete\":false}");
        }

        @Test
        void withoutANamespaceAreABadRequest() {
            assertThatThrownBy(() -> status(rules, eve, "{}"))
                    .hasMessage("no namespace on request");
        }
    }

    @Nested
    class OfWhoOneIs {
        @Test
        void repeatTheIdentity() {
            Identity identity =
                    new Identity("eve", "u-1", List.of("a", "b"), Map.of("k", List.of("v")));

            var answer =
                    new SelfSubjectReview(new ManualClock())
                            .answer(identity, in(""), object("{}"))
                            .json();

            assertThat(answer.path("status").toString())
                    .isEqualTo(
                            "{\"userInfo\":{\"username\":\"eve\",\"uid\":\"u-1\",\"groups\":[\"a\",\"b\"],\"extra\":{\"k\":[\"v\"]}}}");
            assertThat(answer.path("metadata").path("creationTimestamp").asString())
                    .isEqualTo("2030-05-17T12:00:00Z");
        }
    }

    @Test
    void selectorsThatAreNotUnderstoodAreSaidToBeIgnored() {
        assertThat(
                        status(
                                reviews.subject(),
                                root,
                                "{'user':'x','resourceAttributes':{'verb':'list','resource':'pods',"
                                        + "'fieldSelector':{'requirements':[{'key':'a','operator':'Odd'},{'key':'b','operator':'In','values':['c']}]},"
                                        + "'labelSelector':{'rawSelector':'a in (b'}}}"))
                .contains(
                        "\"evaluationError\":\"spec.resourceAttributes.fieldSelector partially ignored due to parse error; spec.resourceAttributes.labelSelector ignored due to parse error\"");
    }
}
