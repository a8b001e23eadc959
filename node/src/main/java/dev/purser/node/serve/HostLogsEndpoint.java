package dev.purser.node.serve;

import dev.purser.wire.http.Answer;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// `/logs/…`: the files of the machine's own log directory, and an index of each directory. Links
/// that lead out of it are not followed.
final class HostLogsEndpoint implements Endpoint {
    private static final Logger LOG = LoggerFactory.getLogger(HostLogsEndpoint.class);
    private static final int LOOKED_AT_BYTES = 512;
    private static final String TEXT = "text/plain; charset=utf-8";

    private final Path root;

    HostLogsEndpoint(Path root) {
        this.root = root;
    }

    @Override
    public Answer answer(Call call) {
        try {
            Path top = root.toRealPath();
            Path file = top.resolve(call.parameter("path")).toRealPath();
            if (!file.startsWith(top)) {
                return notFound();
            }
            if (!Files.isDirectory(file)) {
                return content(file);
            }
            return call.parameter("path").isEmpty() || call.request().path().endsWith("/")
                    ? index(file)
                    : Answer.empty(301).with("Location", file.getFileName() + "/");
        } catch (IOException | IllegalArgumentException e) {
            LOG.debug("A log of the machine cannot be read: {}", e.toString());
            return notFound();
        }
    }

    private static Answer notFound() {
        return Answer.text(404, "404 page not found\n");
    }

    private static Answer index(Path directory) throws IOException {
        StringBuilder page =
                new StringBuilder("<!doctype html>\n")
                        .append("<meta name=\"viewport\" content=\"width=device-width\">\n")
                        .append("<pre>\n");
        for (Path each : sorted(directory)) {
            String name = each.getFileName() + (Files.isDirectory(each) ? "/" : "");
            page.append("<a href=\"")
                    .append(href(name))
                    .append("\">")
                    .append(escaped(name))
                    .append("</a>\n");
        }
        return Answer.of(
                200,
                "text/html; charset=utf-8",
                page.append("</pre>\n").toString().getBytes(StandardCharsets.UTF_8));
    }

    private static List<Path> sorted(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted(Comparator.comparing(each -> each.getFileName().toString()))
                    .toList();
        }
    }

    private static String href(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8)
                .replace("+", "%20")
                .replace("%2F", "/");
    }

    private static String escaped(String name) {
        return name.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&#34;")
                .replace("'", "&#39;");
    }

    private static Answer content(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            return notFound();
        }
        InputStream in = Files.newInputStream(file);
        String type = type(file);
        return Answer.streamed(
                type,
                new Answer.Streamed(
                        out -> {
                            try (in) {
                                in.transferTo(out);
                            }
                        },
                        () -> close(in)));
    }

    /// By its first bytes.
    private static String type(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            for (byte each : in.readNBytes(LOOKED_AT_BYTES)) {
                if (each == 0) {
                    return "application/octet-stream";
                }
            }
        }
        return TEXT;
    }

    private static void close(InputStream in) {
        try {
            in.close();
        } catch (IOException e) {
            LOG.debug("Closing a log of the machine: {}", e.toString());
        }
    }
}
