package dev.purser.node.measure;

import java.util.ArrayList;
import java.util.List;

/// What went through one network interface since it is there.
///
/// @param received counts of what came in
public record NetworkCount(String name, Way received, Way sent) {
    /// One direction.
    public record Way(long bytes, long packets, long errors, long dropped) {}

    private static final int SENT = 8;

    /// Reads `/proc/PID/net/dev`; the loopback interface is left out.
    static List<NetworkCount> parse(List<String> lines) {
        List<NetworkCount> counts = new ArrayList<>();
        for (String line : lines) {
            int colon = line.indexOf(':');
            if (colon < 0 || line.indexOf('|') >= 0) {
                continue;
            }
            String name = line.substring(0, colon).strip();
            String[] columns = line.substring(colon + 1).strip().split(" +");
            if (!name.equals("lo") && columns.length > SENT + 3) {
                counts.add(new NetworkCount(name, way(columns, 0), way(columns, SENT)));
            }
        }
        return counts;
    }

    private static Way way(String[] columns, int first) {
        return new Way(
                Long.parseLong(columns[first]),
                Long.parseLong(columns[first + 1]),
                Long.parseLong(columns[first + 2]),
                Long.parseLong(columns[first + 3]));
    }
}
