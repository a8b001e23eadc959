package dev.purser.api.kind.core;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.Writes;
import dev.purser.api.meta.KubeObject;
import org.junit.jupiter.api.Test;

class QuotaRulesTests {
    private final Writes writes = new Writes();

    @Test
    void limitsOfContainersAreCompletedFromTheirBounds() {
        KubeObject range =
                writes.create(
                        "v1",
                        "LimitRange",
                        "{'spec':{'limits':[{'type':'Container','max':{'cpu':'2'},'min':{'memory':'1Mi'}}]}}");

        assertThat(range.json().at("/spec/limits/0/default/cpu").asString()).isEqualTo("2");
        assertThat(range.json().at("/spec/limits/0/defaultRequest/memory").asString())
                .isEqualTo("1Mi");
    }

    @Test
    void boundsMustAgree() {
        assertThat(
                        writes.errors(
                                "v1",
                                "LimitRange",
                                "{'spec':{'limits':[{'type':'Pod','max':{'cpu':'1'},'min':{'cpu':'2'}}]}}"))
                .containsExactly(
                        "spec.limits[0].min[cpu]: Invalid value: \"2\": min value 2 is greater than"
                                + " max value 1");
    }

    @Test
    void scopesBoundOnlyWhatTheyKnow() {
        assertThat(
                        writes.errors(
                                "v1",
                                "ResourceQuota",
                                "{'spec':{'hard':{'cpu':'1'},'scopes':['BestEffort','NotBestEffort']}}"))
                .containsExactlyInAnyOrder(
                        "spec.scopes: Invalid value: [\"BestEffort\",\"NotBestEffort\"]:"
                                + " unsupported scope applied to resource",
                        "spec.scopes: Invalid value: [\"BestEffort\",\"NotBestEffort\"]: conflicting"
                                + " scopes");
    }

    @Test
    void secretsOfAccountsAreNamesOnly() {
        KubeObject account =
                writes.create("v1", "ServiceAccount", "{'secrets':[{'name':'a','kind':'Secret'}]}");

        assertThat(account.json().at("/secrets/0").toString()).isEqualTo("{\"name\":\"a\"}");
    }
}
