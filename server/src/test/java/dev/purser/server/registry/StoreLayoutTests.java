package dev.purser.server.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.resource.Catalog;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoreLayoutTests {
    private final StoreLayout layout = StoreLayout.of(Catalog.load());

    @ParameterizedTest
    @CsvSource({
        "/registry/secrets/default/s, '', secrets",
        "/registry/namespaces/default, '', namespaces",
        "/registry/services/specs/default/s, '', services",
        "/registry/services/endpoints/default/s, '', endpoints",
        "/registry/minions/n, '', nodes",
        "/registry/events/default/e, '', events",
        "/registry/deployments/default/d, apps, deployments",
        "/registry/ingress/default/i, networking.k8s.io, ingresses",
        "/registry/apiextensions.k8s.io/customresourcedefinitions/w.example.org,"
                + " apiextensions.k8s.io, customresourcedefinitions",
        "/registry/example.org/widgets/default/w, example.org, widgets",
        "/registry/ranges/serviceips, '', ''",
        "/elsewhere, '', ''",
    })
    void aKeyTellsItsResource(String key, String group, String resource) {
        assertThat(layout.resource(key)).isEqualTo(new GroupResource(group, resource));
    }

    /// Whatever two resources share a directory is one thing under two names.
    @Test
    void keysAreReadAsTheyAreMade() {
        Catalog.load().groups().stream()
                .flatMap(group -> group.versions().stream())
                .flatMap(version -> version.resources().stream())
                .filter(type -> type.verbs().contains("create"))
                .map(type -> type.groupResource())
                .filter(resource -> !resource.group().equals("events.k8s.io"))
                .forEach(resource ->
                        assertThat(layout.resource(Keys.of(resource).of("ns", "name")))
                                .isEqualTo(resource));
    }
}
