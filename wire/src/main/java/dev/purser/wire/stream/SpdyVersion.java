package dev.purser.wire.stream;

import java.util.List;
import java.util.Optional;

/// The versions of the protocol of `exec` and `attach` that are spoken over SPDY.
enum SpdyVersion {
    V4("v4.channel.k8s.io", EndText.STATUS),

    V3("v3.channel.k8s.io", EndText.MESSAGE),

    /// Without terminal sizes.
    V2("v2.channel.k8s.io", EndText.MESSAGE),

    V1("channel.k8s.io", EndText.MESSAGE);

    private final String text;
    private final EndText endText;

    SpdyVersion(String text, EndText endText) {
        this.text = text;
        this.endText = endText;
    }

    static List<String> names() {
        return List.of(V4.text, V3.text, V2.text, V1.text);
    }

    /// The first that the client offers and that is known here; the oldest if it offers none.
    static Optional<SpdyVersion> choose(List<String> offered) {
        if (offered.isEmpty()) {
            return Optional.of(V1);
        }
        return offered.stream().flatMap(name -> find(name).stream()).findFirst();
    }

    private static Optional<SpdyVersion> find(String name) {
        for (SpdyVersion version : values()) {
            if (version.text.equals(name)) {
                return Optional.of(version);
            }
        }
        return Optional.empty();
    }

    String text() {
        return text;
    }

    EndText endText() {
        return endText;
    }

    boolean hasSizes() {
        return this == V4 || this == V3;
    }
}
