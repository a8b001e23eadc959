package dev.purser.node.report;

import dev.purser.node.cri.CriImages.Image;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The images of a node as its status names them, the largest first.
final class NodeImages {
    /// So many names of an image are told.
    private static final int NAMES_MAX = 5;

    private NodeImages() {}

    /// @param most how many are told; -1 for all
    static ArrayNode toJson(List<Image> images, int most) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        images.stream()
                .sorted(
                        Comparator.comparingLong(Image::sizeBytes)
                                .reversed()
                                .thenComparing(Image::id))
                .limit(most < 0 ? Long.MAX_VALUE : most)
                .forEach(image -> list.add(toJson(image)));
        return list;
    }

    private static ObjectNode toJson(Image image) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        List<String> names = new ArrayList<>(image.digests());
        names.addAll(image.tags());
        if (names.isEmpty()) {
            json.putNull("names");
        } else {
            ArrayNode array = json.putArray("names");
            names.stream().limit(NAMES_MAX).forEach(array::add);
        }
        return json.put("sizeBytes", image.sizeBytes());
    }
}
