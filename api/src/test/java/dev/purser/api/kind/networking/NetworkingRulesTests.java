package dev.purser.api.kind.networking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.Writes;
import dev.purser.api.meta.KubeObject;
import org.junit.jupiter.api.Test;

class NetworkingRulesTests {
    private static final String GROUP = "networking.k8s.io/v1";

    private final Writes writes = new Writes();

    @Test
    void anIngressNeedsSomewhereToLead() {
        assertThat(writes.errors(GROUP, "Ingress", "{'spec':{}}"))
                .containsExactly(
                        "spec: Invalid value: null: either `defaultBackend` or `rules` must be"
                                + " specified");
    }

    @Test
    void pathsOfAnIngressAreAbsoluteAndPlain() {
        assertThat(
                        writes.errors(
                                GROUP,
                                "Ingress",
                                "{'spec':{'rules':[{'host':'*.example.com','http':{'paths':[{'pathType':'Prefix',"
                                        + "'path':'a/../b','backend':{'service':{'name':'s','port':{'number':80}}}}]}}]}}"))
                .containsExactly(
                        "spec.rules[0].http.paths[0].path: Invalid value: \"a/../b\": must be an"
                                + " absolute path",
                        "spec.rules[0].http.paths[0].path: Invalid value: \"a/../b\": must not"
                                + " contain '/../'");
    }

    @Test
    void theControllerOfAnIngressClassStays() {
        KubeObject old =
                writes.create(GROUP, "IngressClass", "{'spec':{'controller':'example.com/a'}}");

        assertThat(writes.updateErrors(old, next -> next.spec().put("controller", "example.com/b")))
                .containsExactly(
                        "spec.controller: Invalid value: \"example.com/b\": field is immutable");
        assertThat(old.generation()).isEqualTo(1);
    }

    @Test
    void aNetworkPolicyIsOfTheTypesItHasRulesFor() {
        KubeObject policy =
                writes.create(GROUP, "NetworkPolicy", "{'spec':{'egress':[{'ports':[{}]}]}}");

        assertThat(policy.json().at("/spec/policyTypes").toString())
                .isEqualTo("[\"Ingress\",\"Egress\"]");
        assertThat(policy.json().at("/spec/egress/0/ports/0/protocol").asString()).isEqualTo("TCP");
    }

    @Test
    void exceptionsLieInsideTheirBlock() {
        assertThat(
                        writes.errors(
                                GROUP,
                                "NetworkPolicy",
                                "{'spec':{'ingress':[{'from':[{'ipBlock':{'cidr':'10.0.0.0/8','except':['10.0.0.0/8']}}]}]}}"))
                .containsExactly(
                        "spec.ingress[0].from[0].ipBlock.except[0]: Invalid value: \"10.0.0.0/8\":"
                                + " must be a strict subset of `cidr`");
    }

    @Test
    void anIpAddressIsNamedByItself() {
        KubeObject address =
                writes.create(
                        GROUP,
                        "IPAddress",
                        "{'spec':{'parentRef':{'resource':'services','name':'a'}}}");

        assertThat(writes.rules(address).nameFormat().errors("2001:DB8::1"))
                .containsExactly("must be in canonical form (\"2001:db8::1\")");
    }

    @Test
    void aServiceCidrMayOnlyGrowByTheOtherFamily() {
        KubeObject old = writes.create(GROUP, "ServiceCIDR", "{'spec':{'cidrs':['10.0.0.0/24']}}");

        assertThat(
                        writes.updateErrors(
                                old, next -> next.spec().withArray("cidrs").add("fd00::/64")))
                .isEmpty();
        assertThat(
                        writes.updateErrors(
                                old, next -> next.spec().withArray("cidrs").add("10.1.0.0/24")))
                .hasSize(1);
    }
}
