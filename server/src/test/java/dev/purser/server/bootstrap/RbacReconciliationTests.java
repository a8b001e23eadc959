package dev.purser.server.bootstrap;

import static dev.purser.server.access.FakeObjects.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RbacReconciliationTests {
    private static final String META =
            "'metadata':{'name':'r','annotations':{'rbac.authorization.kubernetes.io/autoupdate':'%s'},'labels':{'l':'1'}}";

    private static KubeObject role(String autoUpdate, String rules) {
        return object("{%s,'rules':[%s]}".formatted(META.formatted(autoUpdate), rules));
    }

    private static final String PODS =
            "{'verbs':['get','list'],'apiGroups':[''],'resources':['pods']}";
    private static final String NODES = "{'verbs':['get'],'apiGroups':[''],'resources':['nodes']}";

    @Nested
    class ARole {
        @Test
        void thatLacksARuleGetsIt() {
            KubeObject completed =
                    RbacReconciliation.completed(role("true", NODES), role("true", PODS))
                            .orElseThrow();

            assertThat(completed.json().path("rules").toString())
                    .isEqualTo(
                            "[{\"verbs\":[\"get\"],\"apiGroups\":[\"\"],\"resources\":[\"nodes\"]},{\"verbs\":[\"get\"],\"apiGroups\":[\"\"],\"resources\":[\"pods\"]},{\"verbs\":[\"list\"],\"apiGroups\":[\"\"],\"resources\":[\"pods\"]}]");
        }

        @Test
        void thatGrantsTheSameInOtherWordsIsLeftAlone() {
            assertThat(
                            RbacReconciliation.completed(
                                    role(
                                            "true",
                                            "{'verbs':['*'],'apiGroups':['*'],'resources':['*']}"),
                                    role("true", PODS)))
                    .isEmpty();
        }

        @Test
        void whoseOwnerTookItOverIsLeftAlone() {
            assertThat(RbacReconciliation.completed(role("false", ""), role("true", PODS)))
                    .isEmpty();
        }

        @Test
        void thatMerelyLostItsAnnotationGetsItBackWithItsRules() {
            KubeObject stored = role("true", "");
            stored.metadata().remove("annotations");

            KubeObject completed =
                    RbacReconciliation.completed(stored, role("true", PODS)).orElseThrow();

            assertThat(completed.annotations())
                    .containsEntry("rbac.authorization.kubernetes.io/autoupdate", "true");
            assertThat(completed.json().path("rules")).isNotEmpty();
        }

        @Test
        void keepsLabelsThatWereChangedAndGetsThoseThatAreMissing() {
            KubeObject stored = role("true", PODS);
            stored.metadata().putObject("labels").put("own", "x").put("l", "changed");
            KubeObject wanted = role("true", PODS);
            wanted.metadata().putObject("labels").put("l", "1").put("new", "2");

            assertThat(RbacReconciliation.completed(stored, wanted).orElseThrow().labels())
                    .containsEntry("own", "x")
                    .containsEntry("l", "changed")
                    .containsEntry("new", "2");
        }
    }

    @Nested
    class ABinding {
        private static KubeObject binding(String role, String subjects) {
            return object(
                    "{%s,'roleRef':{'kind':'ClusterRole','name':'%s'},'subjects':[%s]}"
                            .formatted(META.formatted("true"), role, subjects));
        }

        @Test
        void getsBackItsSubjects() {
            KubeObject completed =
                    RbacReconciliation.completed(
                                    binding("r", "{'kind':'User','name':'added'}"),
                                    binding("r", "{'kind':'Group','name':'g'}"))
                            .orElseThrow();

            assertThat(completed.json().path("subjects").toString())
                    .isEqualTo(
                            "[{\"kind\":\"User\",\"name\":\"added\"},{\"kind\":\"Group\",\"name\":\"g\"}]");
        }

        @Test
        void toAnotherRoleMustBeReplaced() {
            assertThat(RbacReconciliation.bindsAnotherRole(binding("x", ""), binding("r", "")))
                    .isTrue();
            assertThat(RbacReconciliation.bindsAnotherRole(binding("r", ""), binding("r", "")))
                    .isFalse();
        }
    }

    @Nested
    class TheObjects {
        @Test
        void areThoseOfKubernetesAndTheServersOwnWayToNodes() {
            assertThat(BootstrapObjects.roles()).hasSize(141 + 1);
            assertThat(BootstrapObjects.roles())
                    .allSatisfy(object ->
                            assertThat(object.annotations())
                                    .containsEntry(
                                            "rbac.authorization.kubernetes.io/autoupdate", "true"))
                    .anySatisfy(object ->
                            assertThat(object.toString()).isEqualTo("ClusterRole cluster-admin"));
        }
    }
}
