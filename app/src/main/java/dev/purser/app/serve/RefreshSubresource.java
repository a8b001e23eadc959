package dev.purser.app.serve;

import dev.purser.api.meta.GroupResource;
import dev.purser.api.meta.GroupVersionKind;
import dev.purser.api.resource.Subresource;
import dev.purser.api.status.StatusException;
import dev.purser.api.status.StatusReason;
import dev.purser.external.push.NotificationEndpoint;
import dev.purser.external.push.ReceivedNotification;
import dev.purser.external.push.RefreshTarget;
import dev.purser.server.endpoint.CustomSubresource;
import dev.purser.server.endpoint.Exchange;
import dev.purser.server.request.Attributes;
import dev.purser.wire.http.Answer;
import dev.purser.wire.request.ApiRequest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.JsonNodeFactory;

/// `…/refresh` of a store or an ExternalSecret: where providers tell of changes.
final class RefreshSubresource implements CustomSubresource {
    private static final Subresource REFRESH =
            new Subresource("refresh", GroupVersionKind.of("v1", "Status"), List.of("create"));

    private final RefreshTarget.Kind kind;
    private final Supplier<Optional<NotificationEndpoint>> endpoint;

    private RefreshSubresource(
            RefreshTarget.Kind kind, Supplier<Optional<NotificationEndpoint>> endpoint) {
        this.kind = kind;
        this.endpoint = endpoint;
    }

    /// Those of all kinds that have one.
    ///
    /// @param endpoint empty for as long as nobody keeps ExternalSecrets here
    static List<CustomSubresource> all(Supplier<Optional<NotificationEndpoint>> endpoint) {
        return Arrays.stream(RefreshTarget.Kind.values())
                .<CustomSubresource>map(kind -> new RefreshSubresource(kind, endpoint))
                .toList();
    }

    @Override
    public GroupResource resource() {
        return kind.resource();
    }

    @Override
    public Subresource subresource() {
        return REFRESH;
    }

    @Override
    public Answer answer(Exchange exchange) {
        NotificationEndpoint receiver =
                endpoint.get()
                        .orElseThrow(() ->
                                new StatusException(
                                        StatusReason.SERVICE_UNAVAILABLE,
                                        "Purser does not keep ExternalSecrets now",
                                        JsonNodeFactory.instance
                                                .objectNode()
                                                .put("retryAfterSeconds", 1)));
        Attributes attributes = exchange.attributes();
        ApiRequest request = exchange.request();
        NotificationEndpoint.Reply reply =
                receiver.receive(
                        new RefreshTarget(kind, attributes.namespace(), attributes.name()),
                        new ReceivedNotification(
                                request.headers()::first, request.body().readAll()));
        return Answer.document(
                reply.status(),
                "application/json",
                reply.body().toString().getBytes(StandardCharsets.UTF_8),
                reply.body());
    }
}
