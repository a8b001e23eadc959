package dev.purser.server.custom;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.apiextensions.Definition;
import dev.purser.api.meta.KubeObject;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class NameClaimsTests {
    private static Definition definition(String plural, String kind, String accepted) {
        String text =
                """
                {"metadata":{"name":"%1$s.a.b"},"spec":{"group":"a.b","names":{"plural":"%1$s",
                 "singular":"%1$s1","kind":"%2$s","listKind":"%2$sList","shortNames":["s"]}},
                 "status":{"acceptedNames":%3$s}}\
                """
                        .formatted(plural, kind, accepted);
        return new Definition(KubeObject.of((ObjectNode) JsonMapper.shared().readTree(text)));
    }

    @Test
    void givesWhatNobodyHas() {
        Definition only = definition("as", "A", "{}");
        NameClaims.Decision decision = new NameClaims(List.of(only)).decide(only);
        assertThat(decision.condition().path("status").asString()).isEqualTo("True");
        assertThat(decision.names()).isEqualTo(only.wishedNames().json());
    }

    @Test
    void refusesWhatAnotherHasAndGivesTheRest() {
        Definition first =
                definition(
                        "as",
                        "A",
                        """
                        {"plural":"as","singular":"as1","kind":"A","listKind":"AList",
                         "shortNames":["s"]}\
                        """);
        Definition second = definition("bs", "A", "{}");
        NameClaims.Decision decision = new NameClaims(List.of(first, second)).decide(second);
        assertThat(decision.condition().path("reason").asString()).isEqualTo("ListKindConflict");
        assertThat(decision.condition().path("message").asString())
                .isEqualTo("\"AList\" is already in use");
        assertThat(decision.names().path("plural").asString()).isEqualTo("bs");
        assertThat(decision.names().has("kind")).isFalse();
    }
}
