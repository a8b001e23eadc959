package dev.purser.api.managed;

import dev.purser.api.status.GoQuoted;

/// The name under which a request's changes are recorded.
public final class ManagerName {
    /// The length limit for names taken from a user agent.
    private static final int BYTES_MAX = 128;

    private ManagerName() {}

    /// The `fieldManager` parameter, or else what the `User-Agent` has in front of its first slash,
    /// as far as it is printable; `unknown` when there is neither.
    public static String of(String fieldManager, String userAgent) {
        String name = fieldManager.isEmpty() ? fromUserAgent(userAgent) : fieldManager;
        return name.isEmpty() ? "unknown" : name;
    }

    private static String fromUserAgent(String userAgent) {
        int slash = userAgent.indexOf('/');
        String product = slash < 0 ? userAgent : userAgent.substring(0, slash);
        StringBuilder name = new StringBuilder();
        int bytes = 0;
        for (int point : product.codePoints().filter(GoQuoted::isPrintable).toArray()) {
            bytes += utf8Length(point);
            if (bytes > BYTES_MAX) {
                break;
            }
            name.appendCodePoint(point);
        }
        return name.toString();
    }

    private static int utf8Length(int point) {
        if (point < 0x80) {
            return 1;
        }
        return point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    }
}
