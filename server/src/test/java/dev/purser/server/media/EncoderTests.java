package dev.purser.server.media;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.protobuf.ProtobufCodec;
import dev.purser.api.schema.Schemas;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class EncoderTests {
    private final Encoder encoder = new Encoder(new ProtobufCodec(Schemas.load()));

    @Test
    void indentsAsGoDoes() {
        ObjectNode tree =
                (ObjectNode)
                        JsonMapper.shared().readTree("{\"a\":{},\"b\":[],\"c\":[{\"d\":1},\"e\"]}");
        Output pretty = Output.plain(Output.Layout.PRETTY);

        String text = new String(encoder.encode(tree, pretty), StandardCharsets.UTF_8);

        assertThat(text)
                .isEqualTo(
                        """
                        {
                          "a": {},
                          "b": [],
                          "c": [
                            {
                              "d": 1
                            },
                            "e"
                          ]
                        }
                        """);
    }
}
