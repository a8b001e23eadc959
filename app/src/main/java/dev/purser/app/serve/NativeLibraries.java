package dev.purser.app.serve;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where SQLite's driver and Netty unpack their native libraries at each start: below the data
/// directory, so that nobody else can put a library in its place, and so that what a killed process
/// left behind is found and removed.
final class NativeLibraries {
    private static final String DIRECTORY_PROPERTY = "org.sqlite.tmpdir";
    private static final String NETTY_PROPERTY = "io.netty.native.workdir";
    private static final String LEFT_BEHIND = "{sqlite-*-libsqlitejdbc,libnetty_*}*.so*";

    private NativeLibraries() {}

    /// Must come before the first use of either. The caller holds the data directory.
    static void unpackInto(Path directory) throws IOException {
        Files.createDirectories(directory);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, LEFT_BEHIND)) {
            for (Path file : files) {
                Files.delete(file);
            }
        }
        System.setProperty(DIRECTORY_PROPERTY, directory.toString());
        System.setProperty(NETTY_PROPERTY, directory.toString());
    }
}
