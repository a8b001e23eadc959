package dev.purser.server.discovery;

import dev.purser.wire.http.Answer;
import dev.purser.wire.request.ApiRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Tags documents that change seldom, so that clients need not fetch them again (RFC 9110, 8.8.3).
final class EntityTag {
    private EntityTag() {}

    /// A tag of these bytes, without quotes.
    static String of(byte[] content) {
        try {
            return HexFormat.of()
                    .withUpperCase()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// The answer, or 304 for a client that has it.
    static Answer answer(ApiRequest request, Answer whole, String tag) {
        String quoted = "\"" + tag + "\"";
        boolean known = request.headers().first("If-None-Match").contains(quoted);
        return (known ? Answer.empty(304) : whole)
                .with("ETag", quoted)
                .with("Vary", "Accept")
                .with("Cache-Control", "public");
    }
}
