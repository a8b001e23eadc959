package dev.purser.node.measure;

/// The families about network interfaces.
enum NetworkFamily {
    RECEIVED_BYTES("receive_bytes_total", "Cumulative count of bytes received"),
    RECEIVED_ERRORS(
            "receive_errors_total", "Cumulative count of errors encountered while receiving"),
    RECEIVED_DROPPED(
            "receive_packets_dropped_total", "Cumulative count of packets dropped while receiving"),
    RECEIVED_PACKETS("receive_packets_total", "Cumulative count of packets received"),
    SENT_BYTES("transmit_bytes_total", "Cumulative count of bytes transmitted"),
    SENT_ERRORS(
            "transmit_errors_total", "Cumulative count of errors encountered while transmitting"),
    SENT_DROPPED(
            "transmit_packets_dropped_total",
            "Cumulative count of packets dropped while transmitting"),
    SENT_PACKETS("transmit_packets_total", "Cumulative count of packets transmitted");

    private final String name;
    private final String help;

    NetworkFamily(String name, String help) {
        this.name = name;
        this.help = help;
    }

    String metric() {
        return "container_network_" + name;
    }

    String help() {
        return help;
    }

    double of(NetworkCount count) {
        return switch (this) {
            case RECEIVED_BYTES -> count.received().bytes();
            case RECEIVED_ERRORS -> count.received().errors();
            case RECEIVED_DROPPED -> count.received().dropped();
            case RECEIVED_PACKETS -> count.received().packets();
            case SENT_BYTES -> count.sent().bytes();
            case SENT_ERRORS -> count.sent().errors();
            case SENT_DROPPED -> count.sent().dropped();
            case SENT_PACKETS -> count.sent().packets();
        };
    }
}
