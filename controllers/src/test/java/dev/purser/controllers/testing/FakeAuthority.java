package dev.purser.controllers.testing;

import dev.purser.controllers.certificate.CertificateAuthority;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/// An authority whose requests are plain text, `CN|O,O|DNS,DNS|email|address|URI`, and whose
/// certificates say what was granted.
public final class FakeAuthority implements CertificateAuthority {
    /// A request in the form of a CertificateSigningRequest.
    public static String request(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Subject read(String request) throws IOException {
        String[] parts = text(request).split("\\|", -1);
        if (parts.length != 6) {
            throw new IOException("no request");
        }
        return new Subject(
                parts[0],
                list(parts[1]),
                list(parts[2]),
                list(parts[3]),
                list(parts[4]),
                list(parts[5]));
    }

    private static List<String> list(String text) {
        return Arrays.stream(text.split(",")).filter(part -> !part.isEmpty()).toList();
    }

    @Override
    public String sign(String request, Duration validity, List<String> usages) {
        return "signed %s for %s: %s".formatted(text(request), validity, usages);
    }

    private static String text(String request) {
        return new String(Base64.getDecoder().decode(request), StandardCharsets.UTF_8);
    }
}
