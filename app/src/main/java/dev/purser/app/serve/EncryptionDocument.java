package dev.purser.app.serve;

import dev.purser.app.keys.Encryption;
import dev.purser.app.keys.RotationMarker.OldKeys;
import dev.purser.server.discovery.Documents;
import dev.purser.server.endpoint.Exchange;
import dev.purser.server.endpoint.ResourceEndpoint;
import dev.purser.wire.http.Answer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// `GET /purser/v1/encryption`, and `POST /purser/v1/encryption/rotate`, which begins a rotation or
/// finds one under way, and answers at once. No role allows these paths but that of the
/// administrators. Thread-safe.
final class EncryptionDocument implements Documents.Document {
    static final String STATUS = "/purser/v1/encryption";
    static final String ROTATE = STATUS + "/rotate";

    private final Encryption encryption;

    EncryptionDocument(Encryption encryption) {
        this.encryption = encryption;
    }

    @Override
    public Optional<Answer> answer(Exchange exchange) {
        return switch (exchange.request().path()) {
            case STATUS -> {
                requireMethod(exchange, "GET");
                yield Optional.of(report(200));
            }
            case ROTATE -> {
                requireMethod(exchange, "POST");
                encryption.rotate(
                        exchange.request().query().first("oldKeys").equals("keep")
                                ? OldKeys.KEEP
                                : OldKeys.FORGET);
                yield Optional.of(report(202));
            }
            default -> Optional.empty();
        };
    }

    private static void requireMethod(Exchange exchange, String method) {
        if (!exchange.request().method().equals(method)) {
            throw ResourceEndpoint.notAllowed();
        }
    }

    private Answer report(int status) {
        byte[] json = (encryption.report() + "\n").getBytes(StandardCharsets.UTF_8);
        return Answer.of(status, "application/json", json);
    }
}
