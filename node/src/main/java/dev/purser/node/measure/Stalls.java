package dev.purser.node.measure;

import java.util.List;
import java.util.Optional;

/// How long tasks waited for one resource (PSI, the kernel's pressure stall information).
///
/// @param some while at least one task waited
/// @param full while all did
public record Stalls(Share some, Share full) {
    /// @param totalMicros since the start
    /// @param avg10 percent of the last 10 seconds
    public record Share(long totalMicros, double avg10, double avg60, double avg300) {
        private static final Share NONE = new Share(0, 0, 0, 0);
    }

    /// Reads a file such as `cpu.pressure`; a kernel that does not know one of the lines says
    /// nothing of it.
    static Optional<Stalls> parse(List<String> lines) {
        Share some = Share.NONE;
        Share full = Share.NONE;
        for (String line : lines) {
            String[] words = line.strip().split(" ");
            if (words.length == 5 && words[0].equals("some")) {
                some = share(words);
            } else if (words.length == 5 && words[0].equals("full")) {
                full = share(words);
            }
        }
        return lines.isEmpty() ? Optional.empty() : Optional.of(new Stalls(some, full));
    }

    private static Share share(String[] words) {
        return new Share(
                Long.parseLong(value(words[4])),
                Double.parseDouble(value(words[1])),
                Double.parseDouble(value(words[2])),
                Double.parseDouble(value(words[3])));
    }

    private static String value(String word) {
        return word.substring(word.indexOf('=') + 1);
    }
}
