package dev.purser.server.authz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.api.status.StatusException;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RefusalsTests {
    private final Identity user = Identity.of("x");

    private static Attributes on(
            String verb, String group, String resource, String namespace, String name) {
        String[] parts = resource.split("/");
        return new Attributes(
                verb, group, "v1", parts[0], parts.length > 1 ? parts[1] : "", namespace, name, "");
    }

    private String message(Attributes attributes, String reason) {
        return Refusals.forbidden(user, attributes, reason).getMessage();
    }

    @Test
    void aCollectionInANamespace() {
        assertThat(message(on("list", "", "secrets", "ns", ""), ""))
                .isEqualTo(
                        "secrets is forbidden: User \"x\" cannot list resource \"secrets\" in API group \"\" in the namespace \"ns\"");
    }

    @Test
    void aNamedSubresourceOfAGroup() {
        assertThat(message(on("patch", "apps", "deployments/scale", "ns", "web"), ""))
                .isEqualTo(
                        "deployments.apps \"web\" is forbidden: User \"x\" cannot patch resource \"deployments/scale\" in API group \"apps\" in the namespace \"ns\"");
    }

    @Test
    void theClusterScopeWithAReason() {
        assertThat(message(on("get", "", "nodes", "", "n"), "node: no"))
                .isEqualTo(
                        "nodes \"n\" is forbidden: User \"x\" cannot get resource \"nodes\" in API group \"\" at the cluster scope: node: no");
    }

    @Test
    void aPathHasEmptyDetails() {
        StatusException refusal =
                Refusals.forbidden(user, Attributes.nonResource("get", "/metrics"), "");

        assertThat(refusal.getMessage())
                .isEqualTo("forbidden: User \"x\" cannot get path \"/metrics\"");
        assertThat(refusal.toStatus().path("details").toString()).isEqualTo("{}");
        assertThat(refusal.code()).isEqualTo(403);
    }

    @Test
    void theFirstAuthorizerThatAllowsOrDeniesDecides() {
        Attributes attributes = Attributes.nonResource("get", "/");
        Authorizer silent = (_, _) -> new Authorizer.NoOpinion("one");
        Authorizer silentToo = (_, _) -> new Authorizer.NoOpinion("two");
        Authorizer yes = (_, _) -> new Authorizer.Allowed("");
        Authorizer no = (_, _) -> new Authorizer.Denied("never");

        assertThatCode(() -> require(attributes, silent, yes, no)).doesNotThrowAnyException();
        assertThatThrownBy(() -> require(attributes, silent, no, yes))
                .hasMessageEndingWith(": never");
        assertThatThrownBy(() -> require(attributes, silent, silentToo))
                .hasMessageEndingWith(": a: one\na: two");
    }

    private void require(Attributes attributes, Authorizer... authorizers) {
        Refusals.requireAllowed(
                new AuthorizerChain(
                        Stream.of(authorizers)
                                .map(authorizer -> new AuthorizerChain.Member("a", authorizer))
                                .toList()),
                user,
                attributes);
    }
}
