package dev.purser.wire.request;

/// Where a request came from, for those who ask afterwards.
///
/// @param id of the request, the client's own or a new one (`Audit-ID`)
/// @param uri path and query, as they were sent
/// @param peer the address of the other end of the connection; empty when there is none
public record Origin(String id, String uri, String peer) {
    private static final Origin UNKNOWN = new Origin("", "", "");

    /// That of a request nobody asks about.
    public static Origin unknown() {
        return UNKNOWN;
    }
}
