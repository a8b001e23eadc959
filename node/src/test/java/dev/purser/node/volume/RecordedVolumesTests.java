package dev.purser.node.volume;

import static dev.purser.node.source.TestObjects.NAMESPACE;
import static dev.purser.node.source.TestObjects.json;
import static dev.purser.node.source.TestObjects.pod;
import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.quantity.Quantity;
import dev.purser.client.testing.ManualTimers;
import dev.purser.node.environment.MapSource;
import dev.purser.node.environment.NodeResources;
import dev.purser.node.source.ConfigKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Real volumes with real mounts and owners have the layout, modes and owners that were recorded in
/// containers of Kubernetes 1.37 (`recorded-volumes.txt`: context, path, mode, owner). Needs root.
@Tag("containers")
class RecordedVolumesTests {
    private static final String VOLUMES =
            """
            [{'name':'cm','configMap':{'name':'cm'}},
             {'name':'cm-0400','configMap':{'name':'cm','defaultMode':256}},
             {'name':'cm-0755','configMap':{'name':'cm','defaultMode':493}},
             {'name':'cm-items','configMap':{'name':'cm','items':[
               {'key':'app.properties','path':'dir/sub/app.conf','mode':384},
               {'key':'nested_key','path':'dir/other'},
               {'key':'log.level','path':'level'}]}},
             {'name':'sec','secret':{'secretName':'sec'}},
             {'name':'sec-items','secret':{'secretName':'sec','items':[
               {'key':'user','path':'a/user'},
               {'key':'pass.word','path':'a/pw','mode':288}],'defaultMode':292}},
             {'name':'proj','projected':{'defaultMode':288,'sources':[
               {'secret':{'name':'sec'}},
               {'configMap':{'name':'cm','items':[
                 {'key':'log.level','path':'cfg/level','mode':420}]}},
               {'downwardAPI':{'items':[
                 {'path':'labels','fieldRef':{'fieldPath':'metadata.labels'}}]}},
               {'serviceAccountToken':{'path':'tok/token','audience':'me'}}]}},
             {'name':'down','downwardAPI':{'items':[
               {'path':'labels','fieldRef':{'fieldPath':'metadata.labels'}},
               {'path':'annotations','fieldRef':{'fieldPath':'metadata.annotations'}},
               {'path':'name','fieldRef':{'fieldPath':'metadata.name'},'mode':256},
               {'path':'r/cpu','resourceFieldRef':{
                 'containerName':'c','resource':'limits.cpu','divisor':'1m'}}]}},
             {'name':'mem','emptyDir':{'medium':'Memory'}},
             {'name':'mem-lim','emptyDir':{'medium':'Memory','sizeLimit':'8Mi'}},
             {'name':'subp','configMap':{'name':'k'}},
             {'name':'imm','configMap':{'name':'k'}}]
            """;

    @TempDir Path root;
    private final MapSource source = new MapSource();
    private final ManualTimers timers = new ManualTimers(Instant.parse("2026-11-23T01:30:05Z"));

    @BeforeEach
    void objects() throws IOException {
        source.put(
                ConfigKey.configMap(NAMESPACE, "cm"),
                Map.of("app.properties", "a=1\n", "log.level", "info", "nested_key", "nest"),
                Map.of("bin", "\u0001\u0002\u0003"));
        source.configMap("k", Map.of("k", "v1"));
        source.secret("sec", Map.of("user", "u", "pass.word", "p"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    root                   | {}
                    user1000               | {'runAsUser':1000}
                    fsgroup3000            | {'fsGroup':3000}
                    user1000-fsgroup3000   | {'runAsUser':1000,'fsGroup':3000}
                    fsgroup3000-onroot     | {'fsGroup':3000,'fsGroupChangePolicy':'OnRootMismatch'}
                    """)
    void areLaidOutAsRecorded(String context, String securityContext) throws Exception {
        KubeObject pod =
                pod("p", "{'containers':[{'name':'c','resources':{'limits':{'cpu':'200m'}}}]}");
        pod.spec().set("volumes", json("{'v':" + VOLUMES + "}").get("v"));
        pod.spec().set("securityContext", json(securityContext));
        VolumeHost host =
                new VolumeHost(
                        new HostFiles(), new LinuxMounts(), timers, new Random(1), 64L << 20);
        TokenServer server = new TokenServer(timers, Duration.ofHours(1));
        ProjectionSources sources =
                TestSources.of(
                        source,
                        server,
                        timers,
                        new NodeResources(Quantity.of(2), Quantity.of(1L << 33), Quantity.ZERO));
        try (NodeVolumes volumes = new NodeVolumes(root, host, sources)) {
            Map<String, String> found = new TreeMap<>();
            for (var volume : volumes.prepare(pod).entrySet()) {
                found.putAll(listing(volume.getKey(), volume.getValue()));
            }
            volumes.tearDown(pod.uid());

            assertThat(found).isEqualTo(recorded(context));
            assertThat(root.resolve("pods")).isEmptyDirectory();
        }
    }

    private static Map<String, String> listing(String volume, Path directory) throws IOException {
        Map<String, String> listing = new TreeMap<>();
        try (var paths = Files.walk(directory)) {
            for (Path path : paths.toList()) {
                listing.put(volume + "/" + name(directory, path), describe(path));
            }
        }
        return listing;
    }

    private static String name(Path directory, Path path) {
        return path.equals(directory) ? "." : stamped(directory.relativize(path).toString());
    }

    private static String stamped(String path) {
        return path.replaceAll("\\.\\.\\d{4}_\\d\\d_\\d\\d_\\d\\d_\\d\\d_\\d\\d\\.\\d+", "TIME");
    }

    private static String describe(Path path) throws IOException {
        Object uid = Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
        Object gid = Files.getAttribute(path, "unix:gid", LinkOption.NOFOLLOW_LINKS);
        String what;
        if (Files.isSymbolicLink(path)) {
            what = "-> " + stamped(Files.readSymbolicLink(path).toString());
        } else {
            String type = Files.isDirectory(path) ? "d" : "f";
            what = "%s %04o".formatted(type, new HostFiles().mode(path));
        }
        return "%s %s:%s".formatted(what, uid, gid);
    }

    private static Map<String, String> recorded(String context) throws IOException {
        Map<String, String> recorded = new TreeMap<>();
        try (InputStream in =
                RecordedVolumesTests.class.getResourceAsStream("recorded-volumes.txt")) {
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String line : text.split("\n")) {
                String[] fields = line.split(" ", 4);
                if (fields[0].equals(context)) {
                    recorded.put(fields[1], fields[3]);
                }
            }
        }
        return recorded;
    }
}
