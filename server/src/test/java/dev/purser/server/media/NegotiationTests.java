package dev.purser.server.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.server.media.Negotiation.Endpoint;
import dev.purser.wire.request.ApiRequest;
import dev.purser.wire.request.Query;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NegotiationTests {
    private static final String TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io";

    private record Headers(Map<String, String> values) implements ApiRequest.Headers {
        @Override
        public String first(String name) {
            return values.getOrDefault(name, "");
        }

        @Override
        public List<String> all(String name) {
            return Optional.ofNullable(values.get(name)).stream().toList();
        }

        @Override
        public Set<String> names() {
            return values.keySet();
        }
    }

    private static Output choose(String accept, Endpoint endpoint) {
        ApiRequest request =
                new ApiRequest(
                        "GET",
                        "/",
                        Query.empty(),
                        new Headers(accept.isEmpty() ? Map.of() : Map.of("Accept", accept)),
                        List.of(),
                        () -> new byte[0]);
        return Negotiation.choose(request, endpoint);
    }

    @Test
    void givesJsonToWhoeverDoesNotCare() {
        assertThat(choose("", Endpoint.OBJECT)).isEqualTo(Output.plain());
        assertThat(choose("*/*", Endpoint.OBJECT)).isEqualTo(Output.plain());
    }

    @Test
    void goesByQuality() {
        Output output = choose("text/html;q=0.9, application/yaml;q=0.5", Endpoint.OBJECT);
        assertThat(output.format()).isEqualTo(Format.YAML);
    }

    @Test
    void takesTheFirstFormThatThereIs() {
        assertThat(choose(TABLE + ", application/json", Endpoint.LIST).form())
                .isEqualTo(Form.TABLE);
        assertThat(choose(TABLE + ", application/json", Endpoint.DOCUMENT).form())
                .isEqualTo(Form.OBJECT);
    }

    @Test
    void hasNoTablesInProtobuf() {
        String protobuf = TABLE.replace("json", "vnd.kubernetes.protobuf");
        assertThat(choose(protobuf + "," + TABLE, Endpoint.LIST).format()).isEqualTo(Format.JSON);
    }

    @Test
    void saysWhatThereIsToWhoeverWantsSomethingElse() {
        assertThatThrownBy(() -> choose("text/html", Endpoint.OBJECT))
                .hasMessage(
                        "406: Not Acceptable\n\nAvailable representations: application/json,"
                                + " application/yaml, application/vnd.kubernetes.protobuf");
        assertThatThrownBy(() -> choose("application/yaml", Endpoint.WATCH))
                .hasMessageStartingWith("only the following media types are accepted: ");
    }
}
