package dev.purser.node.measure;

import dev.purser.node.measure.CgroupReading.Io;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The files that tell what went to and from block devices.
final class IoFiles {
    private IoFiles() {}

    /// Lines such as `8:0 Read 4096`, of bytes and of operations.
    static Map<String, Io> v1(List<String> bytes, List<String> operations) {
        Map<String, Io> all = new HashMap<>();
        for (String line : bytes) {
            String[] words = line.split(" ");
            if (words.length == 3) {
                long count = Long.parseLong(words[2]);
                Io io = all.getOrDefault(words[0], Io.NONE);
                all.put(
                        words[0],
                        switch (words[1]) {
                            case "Read" ->
                                    new Io(count, io.writtenBytes(), io.reads(), io.writes());
                            case "Write" -> new Io(io.readBytes(), count, io.reads(), io.writes());
                            default -> io;
                        });
            }
        }
        for (String line : operations) {
            String[] words = line.split(" ");
            if (words.length == 3) {
                long count = Long.parseLong(words[2]);
                Io io = all.getOrDefault(words[0], Io.NONE);
                all.put(
                        words[0],
                        switch (words[1]) {
                            case "Read" ->
                                    new Io(io.readBytes(), io.writtenBytes(), count, io.writes());
                            case "Write" ->
                                    new Io(io.readBytes(), io.writtenBytes(), io.reads(), count);
                            default -> io;
                        });
            }
        }
        return all;
    }

    /// Lines such as `8:0 rbytes=4096 wbytes=0 rios=1 wios=0 dbytes=0 dios=0`.
    static Map<String, Io> v2(List<String> lines) {
        Map<String, Io> all = new HashMap<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            Map<String, Long> values = new HashMap<>();
            for (String word : words) {
                int equals = word.indexOf('=');
                if (equals > 0) {
                    values.put(
                            word.substring(0, equals), Long.parseLong(word.substring(equals + 1)));
                }
            }
            if (!values.isEmpty()) {
                all.put(
                        words[0],
                        new Io(
                                values.getOrDefault("rbytes", 0L),
                                values.getOrDefault("wbytes", 0L),
                                values.getOrDefault("rios", 0L),
                                values.getOrDefault("wios", 0L)));
            }
        }
        return all;
    }
}
