package dev.purser.node.measure;

import dev.purser.node.measure.CgroupReading.Io;

/// The families about block devices.
enum IoFamily {
    READ_BYTES("reads_bytes_total", "Cumulative count of bytes read"),
    READS("reads_total", "Cumulative count of reads completed"),
    WRITTEN_BYTES("writes_bytes_total", "Cumulative count of bytes written"),
    WRITES("writes_total", "Cumulative count of writes completed");

    private final String name;
    private final String help;

    IoFamily(String name, String help) {
        this.name = name;
        this.help = help;
    }

    String metric() {
        return "container_fs_" + name;
    }

    String help() {
        return help;
    }

    double of(Io io) {
        return switch (this) {
            case READ_BYTES -> io.readBytes();
            case READS -> io.reads();
            case WRITTEN_BYTES -> io.writtenBytes();
            case WRITES -> io.writes();
        };
    }
}
