package dev.purser.server.custom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.apiextensions.Definition;
import dev.purser.api.meta.KubeObject;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class DeprecationsTests {
    private static final Definition DEFINITION =
            new Definition(
                    KubeObject.of(
                            (ObjectNode)
                                    JsonMapper.shared()
                                            .readTree(
                                                    """
                                                    {"spec":{"group":"a.b","names":{"kind":"K"},
                                                     "versions":[
                                                      {"name":"v1","served":true},
                                                      {"name":"v2","served":true},
                                                      {"name":"v1beta1","served":true,"deprecated":true},
                                                      {"name":"v1alpha1","served":true,"deprecated":true,
                                                       "deprecationWarning":"go away"}]}}\
                                                    """)));

    @Test
    void advisesTheBestVersionThatIsNotDeprecated() {
        assertThat(Deprecations.warnings(DEFINITION.versions().get(2), DEFINITION))
                .containsExactly("a.b/v1beta1 K is deprecated; use a.b/v2 K");
    }

    @Test
    void saysWhatTheDefinitionWantsToBeSaid() {
        assertThat(Deprecations.warnings(DEFINITION.versions().get(3), DEFINITION))
                .containsExactly("go away");
    }

    @Test
    void isSilentAboutOthers() {
        assertThat(Deprecations.warnings(DEFINITION.versions().getFirst(), DEFINITION)).isEmpty();
    }
}
