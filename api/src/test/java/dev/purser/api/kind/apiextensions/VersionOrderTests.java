package dev.purser.api.kind.apiextensions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class VersionOrderTests {
    @Test
    void putsTheBestFirst() {
        assertThat(
                        List.of("foo1", "v1alpha1", "v11beta2", "v2", "v1", "v10", "v3beta1", "a")
                                .stream()
                                .sorted(new VersionOrder()))
                .containsExactly("v10", "v2", "v1", "v11beta2", "v3beta1", "v1alpha1", "a", "foo1");
    }
}
