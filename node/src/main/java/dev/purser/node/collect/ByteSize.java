package dev.purser.node.collect;

import java.util.List;
import java.util.Locale;

/// Sizes as kubelet's messages about images have them: `12 B`, `1.5 GiB`.
final class ByteSize {
    private static final int STEP = 1024;
    private static final List<String> UNITS = List.of("KiB", "MiB", "GiB", "TiB");

    private ByteSize() {}

    static String text(long bytes) {
        if (bytes < STEP) {
            return bytes + " B";
        }
        double size = (double) bytes / STEP;
        int unit = 0;
        while (size >= STEP && unit < UNITS.size() - 1) {
            size /= STEP;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", size, UNITS.get(unit));
    }
}
