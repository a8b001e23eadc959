package dev.purser.wire.stream;

import java.util.List;
import java.util.Optional;

/// The WebSocket subprotocols whose messages begin with the number of their channel.
enum ChannelProtocol {
    /// Version 4, and a message that ends a channel. Without it input cannot end before output.
    V5("v5.channel.k8s.io", MessageForm.BYTES, EndText.STATUS),

    /// Its error channel carries a Status.
    V4("v4.channel.k8s.io", MessageForm.BYTES, EndText.STATUS),

    V4_BASE64("v4.base64.channel.k8s.io", MessageForm.BASE64, EndText.STATUS),

    V1("channel.k8s.io", MessageForm.BYTES, EndText.MESSAGE),

    V1_BASE64("base64.channel.k8s.io", MessageForm.BASE64, EndText.MESSAGE),

    /// For clients that name none.
    UNNAMED("", MessageForm.BYTES, EndText.MESSAGE);

    private final String subprotocol;
    private final MessageForm form;
    private final EndText endText;

    ChannelProtocol(String subprotocol, MessageForm form, EndText endText) {
        this.subprotocol = subprotocol;
        this.form = form;
        this.endText = endText;
    }

    /// The newest if it is offered, else the first of the client's that is known here.
    static Optional<ChannelProtocol> choose(List<String> offered) {
        if (offered.isEmpty()) {
            return Optional.of(UNNAMED);
        }
        if (offered.contains(V5.subprotocol)) {
            return Optional.of(V5);
        }
        return offered.stream().flatMap(name -> find(name).stream()).findFirst();
    }

    private static Optional<ChannelProtocol> find(String name) {
        for (ChannelProtocol protocol : values()) {
            if (protocol != UNNAMED && protocol.subprotocol.equals(name)) {
                return Optional.of(protocol);
            }
        }
        return Optional.empty();
    }

    String subprotocol() {
        return subprotocol;
    }

    MessageForm form() {
        return form;
    }

    EndText endText() {
        return endText;
    }

    /// Whether a message may end a channel.
    boolean endsChannels() {
        return this == V5;
    }
}
