package dev.purser.api.resource;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.GroupVersionResource;
import org.junit.jupiter.api.Test;

class CatalogTests {
    private final Catalog catalog = Catalog.load();

    @Test
    void theCoreGroupComesFirst() {
        assertThat(catalog.groups().getFirst().name()).isEmpty();
        assertThat(catalog.groups()).hasSizeGreaterThan(20);
    }

    @Test
    void aResourceIsFoundByItsUrlAndByItsKind() {
        ResourceType byUrl =
                catalog.find(new GroupVersionResource("apps", "v1", "deployments")).orElseThrow();
        ResourceType byKind =
                catalog.find(new GroupVersionKind("apps", "v1", "Deployment")).orElseThrow();

        assertThat(byUrl).isSameAs(byKind);
        assertThat(byUrl.isNamespaced()).isTrue();
        assertThat(byUrl.names().shortNames()).containsExactly("deploy");
        assertThat(byUrl.hasStatus()).isTrue();
    }

    @Test
    void aSubresourceMaySpeakAnotherKind() {
        ResourceType pods = catalog.find(new GroupVersionResource("", "v1", "pods")).orElseThrow();

        assertThat(pods.subresource("eviction").orElseThrow().kind())
                .isEqualTo(new GroupVersionKind("policy", "v1", "Eviction"));
        assertThat(pods.subresource("status").orElseThrow().kind())
                .isEqualTo(new GroupVersionKind("", "v1", "Pod"));
    }

    @Test
    void theFirstVersionOfAGroupIsPreferred() {
        assertThat(catalog.group("autoscaling").orElseThrow().preferredVersion()).isEqualTo("v2");
    }

    @Test
    void whatDoesNotExistIsNotFound() {
        assertThat(catalog.find(new GroupVersionResource("", "v1", "widgets"))).isEmpty();
        assertThat(catalog.group("example.com")).isEmpty();
    }
}
