package dev.purser.server.authz;

import static dev.purser.server.access.FakeObjects.object;
import static dev.purser.server.access.FakeObjects.rbac;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.status.StatusException;
import dev.purser.server.access.FakeObjects;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RbacEscalationTests {
    private final FakeObjects objects = new FakeObjects();
    private final RbacIndex index = new RbacIndex(objects);
    private final RbacEscalation escalation =
            new RbacEscalation(new RbacAuthorizer(index), new RuleResolver(index), index);
    private final Identity eve = Identity.of("eve", Identity.AUTHENTICATED);

    @BeforeEach
    void eveMayReadPodsInNamespaceA() {
        objects.put(
                rbac("roles"),
                "{'metadata':{'namespace':'a','name':'held'},'rules':[{'verbs':['get','list'],'apiGroups':[''],'resources':['pods']}]}");
        bind("held");
    }

    private void bind(String role) {
        objects.put(
                rbac("rolebindings"),
                "{'metadata':{'namespace':'a','name':'%1$s'},'roleRef':{'kind':'Role','name':'%1$s'},'subjects':[{'kind':'User','name':'eve'}]}"
                        .formatted(role));
    }

    private void grant(String verb, String resource) {
        objects.put(
                rbac("roles"),
                "{'metadata':{'namespace':'a','name':'granted'},'rules':[{'verbs':['%s'],'apiGroups':['rbac.authorization.k8s.io'],'resources':['%s']}]}"
                        .formatted(verb, resource));
        bind("granted");
    }

    private static Attributes write(String resource) {
        return new Attributes(
                "create", "rbac.authorization.k8s.io", "v1", resource, "", "a", "", "");
    }

    @Nested
    class WritingARole {
        private void check(Identity identity, String rules) {
            escalation.checkRole(
                    identity,
                    write("roles"),
                    object("{'metadata':{'name':'new'},'rules':[%s]}".formatted(rules)),
                    Optional.empty());
        }

        @Test
        void withRulesThatAreHeldIsAllowed() {
            assertThatCode(() ->
                            check(
                                    eve,
                                    "{'verbs':['get'],'apiGroups':[''],'resources':['pods'],'resourceNames':['x']}"))
                    .doesNotThrowAnyException();
        }

        @Test
        void withMoreIsRefusedAndTheMessageListsWhatIsMissing() {
            assertThatThrownBy(() ->
                            check(
                                    eve,
                                    "{'verbs':['get','delete','list'],'apiGroups':[''],'resources':['secrets','pods']},{'verbs':['get'],'nonResourceURLs':['/metrics']}"))
                    .isInstanceOf(StatusException.class)
                    .hasMessage(
                            """
                            roles.rbac.authorization.k8s.io "new" is forbidden: user "eve" (groups=["system:authenticated"]) is attempting to grant RBAC permissions not currently held:
                            {APIGroups:[""], Resources:["pods"], Verbs:["delete"]}
                            {APIGroups:[""], Resources:["secrets"], Verbs:["get" "delete" "list"]}
                            {NonResourceURLs:["/metrics"], Verbs:["get"]}\
                            """);
        }

        @Test
        void withEveryNameOfWhatIsHeldForOneNameIsRefused() {
            objects.put(
                    rbac("roles"),
                    "{'metadata':{'namespace':'a','name':'held'},'rules':[{'verbs':['get'],'apiGroups':[''],'resources':['pods'],'resourceNames':['x']}]}");

            assertThatThrownBy(() ->
                            check(eve, "{'verbs':['get'],'apiGroups':[''],'resources':['pods']}"))
                    .isInstanceOf(StatusException.class);
        }

        @Test
        void withMoreIsAllowedToThoseWhoMayEscalate() {
            grant("escalate", "roles");

            assertThatCode(() -> check(eve, "{'verbs':['*'],'apiGroups':['*'],'resources':['*']}"))
                    .doesNotThrowAnyException();
        }

        @Test
        void withMoreIsAllowedToMasters() {
            assertThatCode(() ->
                            check(
                                    Identity.of("root", Identity.MASTERS),
                                    "{'verbs':['*'],'apiGroups':['*'],'resources':['*']}"))
                    .doesNotThrowAnyException();
        }

        @Test
        void thatAggregatesOthersNeedsEverything() {
            assertThatThrownBy(() ->
                            escalation.checkRole(
                                    eve,
                                    write("clusterroles"),
                                    object(
                                            "{'metadata':{'name':'new'},'aggregationRule':{'clusterRoleSelectors':[]}}"),
                                    Optional.empty()))
                    .isInstanceOf(StatusException.class)
                    .hasMessage(
                            "clusterroles.rbac.authorization.k8s.io \"new\" is forbidden: must have cluster-admin privileges to use the aggregationRule");
        }

        @Test
        void thatGatheredOthersNeedsEverything() {
            assertThatThrownBy(() ->
                            escalation.checkRole(
                                    eve,
                                    write("clusterroles"),
                                    object("{'metadata':{'name':'old'}}"),
                                    Optional.of(
                                            object(
                                                    "{'metadata':{'name':'old'},'aggregationRule':{}}"))))
                    .hasMessageEndingWith(
                            "must have cluster-admin privileges to use the aggregationRule");
        }

        @Test
        void withTheSameVerbTwiceListsItTwiceAsKubernetesDoes() {
            assertThatThrownBy(() ->
                            check(
                                    eve,
                                    "{'verbs':['get'],'apiGroups':[''],'resources':['secrets']},{'verbs':['get','list'],'apiGroups':[''],'resources':['secrets']}"))
                    .hasMessageEndingWith(
                            "{APIGroups:[\"\"], Resources:[\"secrets\"], Verbs:[\"get\" \"get\" \"list\"]}");
        }

        @Test
        void tellsOfRolesThatAreNotThere() {
            bind("lost");
            assertThatThrownBy(() ->
                            check(
                                    eve,
                                    "{'verbs':['get'],'apiGroups':[''],'resources':['secrets']}"))
                    .hasMessageEndingWith(
                            "Verbs:[\"get\"]}; resolution errors: [roles.rbac.authorization.k8s.io \"lost\" not found]");
            bind("away");
            assertThatThrownBy(() ->
                            check(
                                    eve,
                                    "{'verbs':['get'],'apiGroups':[''],'resources':['secrets']}"))
                    .hasMessageEndingWith(
                            "; resolution errors: [[roles.rbac.authorization.k8s.io \"away\" not found, roles.rbac.authorization.k8s.io \"lost\" not found]]");
        }
    }

    @Nested
    class WritingABinding {
        private void check(String role) {
            escalation.checkBinding(
                    eve,
                    write("rolebindings"),
                    object(
                            "{'metadata':{'namespace':'a','name':'new'},'roleRef':{'kind':'Role','name':'%s'},'subjects':[]}"
                                    .formatted(role)));
        }

        @Test
        void toARoleThatIsHeldIsAllowed() {
            assertThatCode(() -> check("held")).doesNotThrowAnyException();
        }

        @Test
        void toAGreaterRoleIsRefused() {
            objects.put(
                    rbac("roles"),
                    "{'metadata':{'namespace':'a','name':'great'},'rules':[{'verbs':['*'],'apiGroups':[''],'resources':['*']}]}");

            assertThatThrownBy(() -> check("great"))
                    .isInstanceOf(StatusException.class)
                    .hasMessageStartingWith(
                            "rolebindings.rbac.authorization.k8s.io \"new\" is forbidden: user \"eve\"");
        }

        @Test
        void toAGreaterRoleIsAllowedToThoseWhoMayBindIt() {
            objects.put(
                    rbac("roles"),
                    "{'metadata':{'namespace':'a','name':'great'},'rules':[{'verbs':['*'],'apiGroups':[''],'resources':['*']}]}");
            grant("bind", "roles");

            assertThatCode(() -> check("great")).doesNotThrowAnyException();
        }

        @Test
        void toARoleThatDoesNotExistIsNotFound() {
            assertThatThrownBy(() -> check("none"))
                    .hasMessage("rolebindings.rbac.authorization.k8s.io \"none\" not found");
        }
    }
}
