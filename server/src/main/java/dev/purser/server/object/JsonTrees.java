package dev.purser.server.object;

import tools.jackson.core.JsonParser;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Reads what the server itself wrote: as deep and as long as it was let in.
final class JsonTrees {
    private static final int NESTING_MAX = 20_000;
    private static final JsonMapper MAPPER =
            JsonMapper.builder(
                            JsonFactory.builder()
                                    .streamReadConstraints(
                                            StreamReadConstraints.builder()
                                                    .maxStringLength(Integer.MAX_VALUE)
                                                    .maxNestingDepth(NESTING_MAX)
                                                    .build())
                                    .build())
                    .build();

    private JsonTrees() {}

    static JsonNode read(byte[] json) {
        return MAPPER.readTree(json);
    }

    static JsonParser parser(byte[] json) {
        return MAPPER.createParser(json);
    }
}
