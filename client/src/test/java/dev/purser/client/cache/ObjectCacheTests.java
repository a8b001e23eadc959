package dev.purser.client.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.meta.KubeObject;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ObjectCacheTests {
    private static final ObjectIndex COLOURS =
            new ObjectIndex("colours", ObjectCacheTests::colours);

    private final ObjectCache cache = new ObjectCache(List.of(COLOURS));

    private static List<String> colours(KubeObject object) {
        List<String> colours = new ArrayList<>();
        for (JsonNode colour : object.json().path("colours")) {
            colours.add(colour.asString(""));
        }
        return colours;
    }

    private void put(String name, String... colours) {
        KubeObject object =
                KubeObject.named(new GroupVersionKind("", "v1", "ConfigMap"), "team", name);
        for (String colour : colours) {
            object.json().withArray("/colours").add(colour);
        }
        cache.put(object);
    }

    private List<String> named(String colour) {
        return cache.find(COLOURS, colour).stream().map(KubeObject::name).toList();
    }

    @Test
    void anIndexFollowsItsObjects() {
        put("a", "red");
        assertThat(named("red")).containsExactly("a");
        put("b", "red", "red", "blue");
        put("c", "red");
        assertThat(named("red")).containsExactly("a", "b", "c");
        put("b", "blue");
        assertThat(named("red")).containsExactly("a", "c");
        cache.remove(new ObjectKey("team", "a"));
        assertThat(named("red")).containsExactly("c");
        put("a", "red");
        assertThat(named("red")).containsExactly("c", "a");
        cache.remove(new ObjectKey("team", "a"));
        cache.remove(new ObjectKey("team", "c"));
        assertThat(named("red")).isEmpty();
        assertThat(named("blue")).containsExactly("b");
    }
}
