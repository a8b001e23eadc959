package dev.purser.server.authz;

import static dev.purser.server.access.FakeObjects.rbac;
import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.server.access.FakeObjects;
import dev.purser.server.authz.Authorizer.Allowed;
import dev.purser.server.authz.Authorizer.NoOpinion;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RbacAuthorizerTests {
    private final FakeObjects objects = new FakeObjects();
    private final RbacAuthorizer authorizer = new RbacAuthorizer(new RbacIndex(objects));
    private final Identity alice = Identity.of("alice", "devs", Identity.AUTHENTICATED);

    private void role(String namespace, String name, String rules) {
        objects.put(
                rbac("roles"),
                "{'kind':'Role','metadata':{'namespace':'%s','name':'%s'},'rules':[%s]}"
                        .formatted(namespace, name, rules));
    }

    private void clusterRole(String name, String rules) {
        objects.put(
                rbac("clusterroles"),
                "{'kind':'ClusterRole','metadata':{'name':'%s'},'rules':[%s]}"
                        .formatted(name, rules));
    }

    private void bind(String namespace, String name, String role, String subject) {
        String[] ref = role.split("/");
        objects.put(
                rbac("rolebindings"),
                "{'metadata':{'namespace':'%s','name':'%s'},'roleRef':{'kind':'%s','name':'%s'},'subjects':[%s]}"
                        .formatted(namespace, name, ref[0], ref[1], subject));
    }

    private void bindEverywhere(String name, String role, String subject) {
        objects.put(
                rbac("clusterrolebindings"),
                "{'metadata':{'name':'%s'},'roleRef':{'kind':'ClusterRole','name':'%s'},'subjects':[%s]}"
                        .formatted(name, role, subject));
    }

    private static Attributes on(String verb, String resource, String namespace, String name) {
        String[] parts = resource.split("/");
        return new Attributes(
                verb, "", "v1", parts[0], parts.length > 1 ? parts[1] : "", namespace, name, "");
    }

    private boolean allows(Attributes attributes) {
        return authorizer.authorize(alice, attributes) instanceof Allowed;
    }

    private static final String ALICE = "{'kind':'User','name':'alice'}";
    private static final String READ_SECRETS =
            "{'verbs':['get','list'],'apiGroups':[''],'resources':['secrets']}";

    @Nested
    class ARoleBinding {
        @Test
        void allowsInItsNamespaceOnly() {
            role("a", "reader", READ_SECRETS);
            bind("a", "b", "Role/reader", ALICE);

            assertThat(allows(on("get", "secrets", "a", "x"))).isTrue();
            assertThat(allows(on("get", "secrets", "other", "x"))).isFalse();
            assertThat(allows(on("list", "secrets", "", ""))).isFalse();
        }

        @Test
        void saysWhyItAllows() {
            role("a", "reader", READ_SECRETS);
            bind("a", "some", "Role/reader", ALICE);

            assertThat(authorizer.authorize(alice, on("get", "secrets", "a", "x")))
                    .isEqualTo(
                            new Allowed(
                                    "RBAC: allowed by RoleBinding \"some/a\" of Role \"reader\" to User \"alice\""));
        }

        @Test
        void mayGrantAClusterRoleInOneNamespace() {
            clusterRole("reader", READ_SECRETS);
            bind("a", "b", "ClusterRole/reader", ALICE);

            assertThat(allows(on("get", "secrets", "a", "x"))).isTrue();
            assertThat(allows(on("get", "secrets", "b", "x"))).isFalse();
        }

        @Test
        void stopsAllowingWhenItIsGone() {
            role("a", "reader", READ_SECRETS);
            bind("a", "b", "Role/reader", ALICE);
            objects.remove(rbac("rolebindings"), "a", "b");

            assertThat(allows(on("get", "secrets", "a", "x"))).isFalse();
        }

        @Test
        void stopsAllowingASubjectThatItLost() {
            role("a", "reader", READ_SECRETS);
            bind("a", "b", "Role/reader", ALICE);
            bind("a", "b", "Role/reader", "{'kind':'User','name':'bob'}");

            assertThat(allows(on("get", "secrets", "a", "x"))).isFalse();
        }

        @Test
        void toARoleThatDoesNotExistIsTheReasonGiven() {
            bind("a", "b", "Role/none", ALICE);
            bind("a", "c", "ClusterRole/nil", ALICE);

            assertThat(authorizer.authorize(alice, on("get", "secrets", "a", "x")))
                    .isEqualTo(
                            new NoOpinion(
                                    "RBAC: [role.rbac.authorization.k8s.io \"none\" not found, clusterrole.rbac.authorization.k8s.io \"nil\" not found]"));
        }
    }

    @Nested
    class AClusterRoleBinding {
        @Test
        void allowsInEveryNamespaceAndAtClusterScope() {
            clusterRole("reader", READ_SECRETS);
            bindEverywhere("b", "reader", "{'kind':'Group','name':'devs'}");

            assertThat(allows(on("get", "secrets", "a", "x"))).isTrue();
            assertThat(authorizer.authorize(alice, on("list", "secrets", "", "")))
                    .isEqualTo(
                            new Allowed(
                                    "RBAC: allowed by ClusterRoleBinding \"b\" of ClusterRole \"reader\" to Group \"devs\""));
        }

        @Test
        void knowsServiceAccountsByTheirUserNames() {
            clusterRole("reader", READ_SECRETS);
            bindEverywhere(
                    "b", "reader", "{'kind':'ServiceAccount','namespace':'n','name':'robot'}");

            assertThat(
                            authorizer.authorize(
                                    Identity.of("system:serviceaccount:n:robot"),
                                    on("get", "secrets", "a", "x")))
                    .isEqualTo(
                            new Allowed(
                                    "RBAC: allowed by ClusterRoleBinding \"b\" of ClusterRole \"reader\" to ServiceAccount \"robot/n\""));
        }

        @Test
        void ofAUserIsNotForAGroupOfThatName() {
            clusterRole("reader", READ_SECRETS);
            bindEverywhere("b", "reader", "{'kind':'User','name':'devs'}");

            assertThat(allows(on("get", "secrets", "a", "x"))).isFalse();
        }

        @Test
        void followsChangesOfItsRole() {
            clusterRole("reader", READ_SECRETS);
            bindEverywhere("b", "reader", ALICE);
            clusterRole("reader", "{'verbs':['get'],'apiGroups':[''],'resources':['pods']}");

            assertThat(allows(on("get", "secrets", "a", "x"))).isFalse();
            assertThat(allows(on("get", "pods", "a", "x"))).isTrue();
        }
    }

    @Nested
    class ARule {
        private void rule(String rule) {
            clusterRole("r", rule);
            bindEverywhere("b", "r", ALICE);
        }

        @Test
        void withResourceNamesAllowsThoseOnlyAndNoCollections() {
            rule("{'verbs':['*'],'apiGroups':[''],'resources':['secrets'],'resourceNames':['x']}");

            assertThat(allows(on("get", "secrets", "a", "x"))).isTrue();
            assertThat(allows(on("get", "secrets", "a", "y"))).isFalse();
            assertThat(allows(on("list", "secrets", "a", ""))).isFalse();
            assertThat(allows(on("list", "secrets", "a", "x"))).isTrue();
        }

        @Test
        void onAResourceSaysNothingOfItsSubresources() {
            rule("{'verbs':['*'],'apiGroups':[''],'resources':['pods']}");

            assertThat(allows(on("get", "pods", "a", "x"))).isTrue();
            assertThat(allows(on("get", "pods/log", "a", "x"))).isFalse();
        }

        @Test
        void onASubresourceOfEverythingSaysNothingOfResources() {
            rule("{'verbs':['update'],'apiGroups':['*'],'resources':['*/scale']}");

            assertThat(allows(on("update", "deployments/scale", "a", "x"))).isTrue();
            assertThat(allows(on("update", "deployments", "a", "x"))).isFalse();
            assertThat(allows(on("update", "deployments/status", "a", "x"))).isFalse();
        }

        @Test
        void onEverythingIncludesSubresourcesButNoPaths() {
            rule("{'verbs':['*'],'apiGroups':['*'],'resources':['*']}");

            assertThat(allows(on("get", "pods/log", "a", "x"))).isTrue();
            assertThat(allows(Attributes.nonResource("get", "/metrics"))).isFalse();
        }

        @Test
        void ofOneGroupSaysNothingOfAnother() {
            rule("{'verbs':['*'],'apiGroups':['apps'],'resources':['*']}");

            assertThat(allows(on("get", "pods", "a", "x"))).isFalse();
        }

        @Test
        void onPathsMayEndInAStar() {
            rule("{'verbs':['get'],'nonResourceURLs':['/healthz','/openapi/*']}");

            assertThat(allows(Attributes.nonResource("get", "/healthz"))).isTrue();
            assertThat(allows(Attributes.nonResource("get", "/healthz/etcd"))).isFalse();
            assertThat(allows(Attributes.nonResource("get", "/openapi/v3/apis"))).isTrue();
            assertThat(allows(Attributes.nonResource("post", "/healthz"))).isFalse();
            assertThat(allows(on("get", "pods", "a", "x"))).isFalse();
        }
    }
}
