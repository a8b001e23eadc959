package dev.purser.api.kind.rbac;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.Writes;
import dev.purser.api.meta.KubeObject;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RbacRulesTests {
    private static final String VERSION = "rbac.authorization.k8s.io/v1";

    private final Writes writes = new Writes();

    private List<String> errors(String kind, String body) {
        return writes.errors(VERSION, kind, body);
    }

    @Nested
    class Roles {
        @Test
        void aRoleWithoutRulesHasNull() {
            KubeObject role = writes.create(VERSION, "Role", "{'rules':[]}");

            assertThat(role.json().get("rules").isNull()).isTrue();
        }

        @Test
        void aRuleSaysWhatItIsAbout() {
            assertThat(errors("Role", "{'rules':[{'verbs':['get']}]}"))
                    .containsExactly(
                            "rules[0].apiGroups: Required value: resource rules must supply at"
                                    + " least one api group",
                            "rules[0].resources: Required value: resource rules must supply at"
                                    + " least one resource");
        }

        @Test
        void onlyRolesOfTheClusterSpeakOfUrls() {
            String body = "{'rules':[{'nonResourceURLs':['/x'],'verbs':['get']}]}";

            assertThat(errors("ClusterRole", body)).isEmpty();
            assertThat(errors("Role", body))
                    .containsExactly(
                            "rules[0].nonResourceURLs: Invalid value: [\"/x\"]: namespaced rules"
                                    + " cannot apply to non-resource URLs");
        }

        @Test
        void anAggregationNeedsSelectors() {
            assertThat(errors("ClusterRole", "{'aggregationRule':{}}"))
                    .containsExactly(
                            "aggregationRule.clusterRoleSelectors: Required value: at least one"
                                    + " clusterRoleSelector required if aggregationRule is"
                                    + " non-nil");
        }
    }

    @Nested
    class Bindings {
        private static final String REF = "'roleRef':{'kind':'Role','name':'r'}";

        @Test
        void groupsAreFilledIn() {
            KubeObject binding =
                    writes.create(
                            VERSION,
                            "RoleBinding",
                            "{"
                                    + REF
                                    + ",'subjects':[{'kind':'User','name':'u'},{'kind':'ServiceAccount','name':'s'}]}");

            assertThat(binding.json().at("/roleRef/apiGroup").asString())
                    .isEqualTo("rbac.authorization.k8s.io");
            assertThat(binding.json().at("/subjects/0/apiGroup").asString())
                    .isEqualTo("rbac.authorization.k8s.io");
            assertThat(binding.json().path("subjects").path(1).has("apiGroup")).isFalse();
        }

        @Test
        void theReferenceIsComplete() {
            assertThat(errors("RoleBinding", "{}"))
                    .containsExactly(
                            "roleRef.kind: Unsupported value: \"\": supported values: \"Role\","
                                    + " \"ClusterRole\"",
                            "roleRef.name: Required value");
        }

        @Test
        void theClusterBindsItsOwnRolesToFullyNamedAccounts() {
            assertThat(
                            errors(
                                    "ClusterRoleBinding",
                                    "{"
                                            + REF
                                            + ",'subjects':[{'kind':'ServiceAccount','name':'s'}]}"))
                    .containsExactly(
                            "roleRef.kind: Unsupported value: \"Role\": supported values:"
                                    + " \"ClusterRole\"",
                            "subjects[0].namespace: Required value");
        }

        @Test
        void theReferenceNeverChanges() {
            KubeObject binding = writes.create(VERSION, "RoleBinding", "{" + REF + "}");

            assertThat(
                            writes.updateErrors(
                                    binding,
                                    next -> next.json().withObject("/roleRef").put("name", "x")))
                    .containsExactly(
                            "roleRef: Invalid value: {\"APIGroup\":\"rbac.authorization.k8s.io\","
                                    + "\"Kind\":\"Role\",\"Name\":\"x\"}: field is immutable");
        }
    }

    @Test
    void aggregationSelectsByLabelsThatCanBe() {
        assertThat(
                        new Writes()
                                .errors(
                                        "rbac.authorization.k8s.io/v1",
                                        "ClusterRole",
                                        "{'metadata':{'name':'r'},'aggregationRule':"
                                                + "{'clusterRoleSelectors':[{'matchLabels':"
                                                + "{'a':'b c'}}]}}"))
                .contains(
                        "aggregationRule.clusterRoleSelectors[0]: Invalid value: null: invalid"
                                + " label selector.");
    }
}
