package dev.purser.node.volume;

import static dev.purser.node.source.Eventually.eventually;
import static dev.purser.node.source.TestObjects.NAMESPACE;
import static dev.purser.node.source.TestObjects.pod;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.purser.api.meta.KubeObject;
import dev.purser.api.quantity.Quantity;
import dev.purser.client.ApiUnavailableException;
import dev.purser.client.testing.ManualTimers;
import dev.purser.node.environment.ConfigErrorException;
import dev.purser.node.environment.MapSource;
import dev.purser.node.environment.NodeResources;
import dev.purser.node.source.ConfigKey;
import dev.purser.node.source.ConfigKind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeVolumesTests {
    private static final long NODE_MEMORY = 1L << 33;

    @TempDir Path root;
    private final MapSource source = new MapSource();
    private final TestFiles files = new TestFiles();
    private final TestMounts mounts = new TestMounts();
    private final ManualTimers timers = new ManualTimers(Instant.parse("2026-11-23T01:30:05Z"));
    private final TokenServer server = new TokenServer(timers, Duration.ofHours(1));
    private final List<String> news = new CopyOnWriteArrayList<>();
    private NodeVolumes volumes;

    @BeforeEach
    void start() {
        volumes = open();
    }

    @AfterEach
    void close() {
        volumes.close();
    }

    private NodeVolumes open() {
        NodeVolumes opened =
                new NodeVolumes(
                        root,
                        new VolumeHost(files, mounts, timers, new Random(1), NODE_MEMORY),
                        TestSources.of(
                                source,
                                server,
                                timers,
                                new NodeResources(
                                        Quantity.parse("2"),
                                        Quantity.parse("8Gi"),
                                        Quantity.parse("9Gi"))));
        opened.addListener(
                new PodVolumes.Listener() {
                    @Override
                    public void failed(String podUid, VolumeFailure failure) {
                        news.add(podUid + ": " + failure.message());
                    }

                    @Override
                    public void updated(String podUid, String volume) {
                        news.add(podUid + " updated " + volume);
                    }
                });
        return opened;
    }

    /// Prepares the pod `p` with these volumes and returns the path of `v`.
    private Path prepare(String volumesOfPod) throws Exception {
        KubeObject pod = pod("p", "{'volumes':[%s]}".formatted(volumesOfPod));
        source.hold(pod);
        return volumes.prepare(pod).get("v");
    }

    private String read(Path path) throws IOException {
        return Files.readString(path);
    }

    private List<VolumeFailure> failures(String volumesOfPod) {
        VolumeException e =
                catchThrowableOfType(VolumeException.class, () -> prepare(volumesOfPod));
        return e.failures();
    }

    @Nested
    class ConfigMapsAndSecrets {
        @Test
        void showTheirKeysWhereKubeletPutsThem() throws Exception {
            source.put(ConfigKey.configMap(NAMESPACE, "cm"), Map.of("a", "1"), Map.of("bin", "2"));
            Path v = prepare("{'name':'v','configMap':{'name':'cm','defaultMode':256}}");

            assertThat(v).isEqualTo(root.resolve("pods/p-uid/volumes/kubernetes.io~configmap/v"));
            assertThat(Listing.of(v))
                    .containsEntry("TIME/a", "0400 1")
                    .containsEntry("TIME/bin", "0400 2");
            assertThat(Listing.of(root))
                    .containsEntry("pods", "d 0750")
                    .containsEntry("pods/p-uid", "d 0750")
                    .containsEntry("pods/p-uid/volumes", "d 0750")
                    .containsEntry("pods/p-uid/volumes/kubernetes.io~configmap", "d 0755")
                    .containsEntry("pods/p-uid/volumes/kubernetes.io~configmap/v", "d 0777");
            assertThat(mounts.mounted()).isEmpty();
        }

        @Test
        void showOnlyTheItemsAskedFor() throws Exception {
            source.secret("s", Map.of("pw", "geheim", "user", "admin"));
            Path v =
                    prepare(
                            """
                            {'name':'v','secret':{'secretName':'s','items':[
                              {'key':'pw','path':'a/pw','mode':288},{'key':'user','path':'a/u'}]}}
                            """);

            assertThat(Listing.of(v))
                    .isEqualTo(
                            Map.of(
                                    "..data", "-> TIME",
                                    "TIME", "d 0755",
                                    "TIME/a", "d 0755",
                                    "TIME/a/pw", "0440 geheim",
                                    "TIME/a/u", "0644 admin",
                                    "a", "-> ..data/a"));
        }

        @Test
        void thatMayBeSecretLieInMemory() throws Exception {
            source.secret("s", Map.of("pw", "geheim"));
            Path v = prepare("{'name':'v','secret':{'secretName':'s'}}");

            assertThat(mounts.mounted()).isEqualTo(Map.of(v, NODE_MEMORY));
            assertThat(files.mode(v)).isEqualTo(01777);
        }

        @Test
        void areMissedWithKubeletsTexts() {
            source.configMap("cm", Map.of("a", "1")).secret("s", Map.of("a", "1"));

            assertThat(
                            failures(
                                    """
                                    {'name':'c1','configMap':{'name':'absent'}},
                                    {'name':'c2','configMap':{'name':'cm','items':
                                       [{'key':'nokey','path':'p'}]}},
                                    {'name':'s1','secret':{'secretName':'absent2'}},
                                    {'name':'s2','secret':{'secretName':'s','items':
                                       [{'key':'nokey','path':'p'}]}},
                                    {'name':'pr','projected':{'sources':[
                                       {'configMap':{'name':'absent'}},
                                       {'secret':{'name':'absent2'}}]}},
                                    {'name':'n','nfs':{'server':'x','path':'/'}},
                                    {'name':'h','hostPath':{'path':'/no/such/dir','type':'Directory'}}
                                    """))
                    .extracting(VolumeFailure::message)
                    .containsExactly(
                            "MountVolume.SetUp failed for volume \"c1\" : configmap \"absent\" not"
                                    + " found",
                            "MountVolume.SetUp failed for volume \"c2\" : configmap references"
                                    + " non-existent config key: nokey",
                            "MountVolume.SetUp failed for volume \"s1\" : secret \"absent2\" not"
                                    + " found",
                            "MountVolume.SetUp failed for volume \"s2\" : references non-existent"
                                    + " secret key: nokey",
                            "MountVolume.SetUp failed for volume \"pr\" : [configmap \"absent\" not"
                                    + " found, secret \"absent2\" not found]",
                            "MountVolume.SetUp failed for volume \"n\" : volumes of type nfs are"
                                    + " not supported by this node",
                            "MountVolume.SetUp failed for volume \"h\" : hostPath type check"
                                    + " failed, /no/such/dir is not a directory, unable to"
                                    + " determine its type: path \"/no/such/dir\" does not exist");
        }

        @Test
        void thatAreOptionalMayBeMissing() throws Exception {
            source.configMap("cm", Map.of("a", "1"));
            Path v =
                    prepare(
                            """
                            {'name':'v','projected':{'sources':[
                              {'configMap':{'name':'absent','optional':true}},
                              {'configMap':{'name':'cm','optional':true,'items':[
                                 {'key':'a','path':'a'},{'key':'nokey','path':'n'}]}}]}}
                            """);

            assertThat(Listing.of(v)).containsKey("TIME/a").doesNotContainKey("TIME/n");
        }

        @Test
        void neverWriteOutsideTheVolume() {
            source.configMap("cm", Map.of("a", "1"));

            assertThat(
                            failures(
                                    "{'name':'v','configMap':{'name':'cm','items':"
                                            + "[{'key':'a','path':'../x'}]}}"))
                    .extracting(VolumeFailure::message)
                    .containsExactly(
                            "MountVolume.SetUp failed for volume \"v\" : invalid path: must not"
                                    + " contain '..': ../x");
        }
    }

    @Nested
    class Changes {
        private static final String VOLUME = "{'name':'v','configMap':{'name':'cm'}}";

        @Test
        void ofAnObjectReachTheFiles() throws Exception {
            source.configMap("cm", Map.of("a", "1"));
            Path v = prepare(VOLUME);
            assertThat(read(v.resolve("a"))).isEqualTo("1");

            source.configMap("cm", Map.of("a", "2"));

            eventually("the file followed", () -> read(v.resolve("a")).equals("2"));
            eventually("it was told", () -> news.equals(List.of("p-uid updated v")));
        }

        @Test
        void thatCannotBeFollowedAreToldAndLeaveTheFiles() throws Exception {
            source.configMap("cm", Map.of("a", "1", "b", "2"));
            Path v =
                    prepare(
                            "{'name':'v','configMap':{'name':'cm','items':"
                                    + "[{'key':'a','path':'a'},{'key':'b','path':'b'}]}}");

            source.configMap("cm", Map.of("a", "3"));

            eventually("it was told", () -> !news.isEmpty());
            assertThat(news)
                    .containsExactly(
                            "p-uid: MountVolume.SetUp failed for volume \"v\" : configmap"
                                    + " references non-existent config key: b");
            assertThat(read(v.resolve("a"))).isEqualTo("1");
        }

        @Test
        void byDeletionLeaveTheFiles() throws Exception {
            source.configMap("cm", Map.of("a", "1"));
            Path v = prepare(VOLUME);

            source.remove(ConfigKind.CONFIG_MAP, "cm");
            source.configMap("cm", Map.of("a", "2"));

            eventually("the successor's content", () -> read(v.resolve("a")).equals("2"));
            eventually("it was told", () -> !news.isEmpty());
            assertThat(news).containsExactly("p-uid updated v");
        }

        @Test
        void ofLabelsReachTheFilesByPreparingAgain() throws Exception {
            KubeObject pod =
                    pod(
                            "p",
                            "{'volumes':[{'name':'v','downwardAPI':{'items':[{'path':'labels',"
                                    + "'fieldRef':{'fieldPath':'metadata.labels'}}]}}]}");
            pod.metadata().putObject("labels").put("zone", "z1").put("app", "x");
            Path v = volumes.prepare(pod).get("v");
            assertThat(read(v.resolve("labels"))).isEqualTo("app=\"x\"\nzone=\"z1\"");

            pod.metadata().putObject("labels").put("app", "y");
            volumes.prepare(pod);

            assertThat(read(v.resolve("labels"))).isEqualTo("app=\"y\"");
        }

        @Test
        void thatCameWhileAPodWasPreparedAreNotLost() throws Exception {
            source.configMap("cm", Map.of("a", "0"));
            Path v = prepare(VOLUME);
            for (int i = 1; i <= 200; i++) {
                source.configMap("cm", Map.of("a", Integer.toString(i)));
            }

            eventually("the last state", () -> read(v.resolve("a")).equals("200"));
        }
    }

    @Nested
    class Tokens {
        private static final String VOLUME =
                """
                {'name':'v','projected':{'sources':[
                  {'serviceAccountToken':{'path':'token','audience':'me',
                   'expirationSeconds':3600}}]}}
                """;

        @Test
        void areBoundToThePod() throws Exception {
            Path v = prepare(VOLUME);

            assertThat(read(v.resolve("token"))).isEqualTo("token-1");
            assertThat(server.requests()).hasSize(1);
            assertThat(server.requests().getFirst().name()).isEqualTo("default");
            assertThat(server.requests().getFirst().spec().toString().replace('"', '\''))
                    .isEqualTo(
                            "{'expirationSeconds':3600,'audiences':['me'],'boundObjectRef':"
                                    + "{'kind':'Pod','apiVersion':'v1','name':'p','uid':'p-uid'}}");
        }

        @Test
        void areUsedAgainUntilFourFifthsOfTheirLife() throws Exception {
            Path v = prepare(VOLUME);
            timers.advance(Duration.ofMinutes(47));
            prepare(VOLUME);
            assertThat(read(v.resolve("token"))).isEqualTo("token-1");

            timers.advance(Duration.ofMinutes(1));
            lookAtTokensUntil(v, "token-2");
            timers.advance(Duration.ofMinutes(46));
            assertThat(read(v.resolve("token"))).isEqualTo("token-2");
            timers.advance(Duration.ofMinutes(2));
            lookAtTokensUntil(v, "token-3");
        }

        private void lookAtTokensUntil(Path volume, String token) throws Exception {
            eventually(
                    token,
                    () -> {
                        timers.advance(Duration.ofSeconds(1));
                        return read(volume.resolve("token")).equals(token);
                    });
        }

        @Test
        void areRenewedWhenTheClockIsSetForward() throws Exception {
            Path v = prepare(VOLUME);
            timers.step(Duration.ofMinutes(50));

            timers.advance(Duration.ofMinutes(1));
            eventually("a new token", () -> read(v.resolve("token")).equals("token-2"));
        }

        @Test
        void areRenewedWhenTheClockIsSetBack() throws Exception {
            Path v = prepare(VOLUME);
            timers.step(Duration.ofDays(-1));

            timers.advance(Duration.ofMinutes(1));
            eventually("a new token", () -> read(v.resolve("token")).equals("token-2"));
        }

        @Test
        void thatCannotBeRenewedAreUsedOnUntilTheyExpire() throws Exception {
            Path v = prepare(VOLUME);
            server.fail(new ApiUnavailableException("away", new IOException("refused")));
            timers.advance(Duration.ofMinutes(50));
            prepare(VOLUME);
            assertThat(read(v.resolve("token"))).isEqualTo("token-1");

            timers.advance(Duration.ofMinutes(11));
            assertThat(failures(VOLUME))
                    .extracting(VolumeFailure::message)
                    .containsExactly(
                            "MountVolume.SetUp failed for volume \"v\" : failed to fetch token:"
                                    + " away");
            server.fail(null);

            eventually(
                    "a new token",
                    () -> {
                        timers.advance(Duration.ofSeconds(1));
                        return prepareQuietly() && read(v.resolve("token")).equals("token-2");
                    });
        }

        private boolean prepareQuietly() throws Exception {
            prepare(VOLUME);
            return true;
        }

        @Test
        void areForThePodsUserAlone() throws Exception {
            KubeObject pod =
                    pod(
                            "p",
                            "{'securityContext':{'runAsUser':1000},'containers':[{'name':'c'}],"
                                    + "'volumes':[%s]}".formatted(VOLUME));
            Path v = volumes.prepare(pod).get("v");

            assertThat(Listing.of(v)).containsEntry("TIME/token", "0600 token-1");
            assertThat(files.owner(v.resolve("token"))).isEqualTo("1000:");
        }

        @Test
        void belongToNobodyWhenContainersRunAsDifferentUsers() throws Exception {
            KubeObject pod =
                    pod(
                            "p",
                            "{'containers':[{'securityContext':{'runAsUser':1}},"
                                    + "{'securityContext':{'runAsUser':2}}],"
                                    + "'volumes':[%s]}".formatted(VOLUME));
            Path v = volumes.prepare(pod).get("v");

            assertThat(Listing.of(v)).containsEntry("TIME/token", "0644 token-1");
        }
    }

    @Nested
    class FsGroup {
        @Test
        void ownsEveryVolume() throws Exception {
            source.configMap("cm", Map.of("a", "1"));
            KubeObject pod =
                    pod(
                            "p",
                            """
                            {'securityContext':{'fsGroup':3000},'volumes':[
                              {'name':'v','configMap':{'name':'cm','defaultMode':256}},
                              {'name':'e','emptyDir':{}},
                              {'name':'m','emptyDir':{'medium':'Memory'}},
                              {'name':'t','projected':{'sources':[
                                {'serviceAccountToken':{'path':'token'}}]}}]}
                            """);
            Map<String, Path> paths = volumes.prepare(pod);

            assertThat(files.mode(paths.get("v"))).isEqualTo(02777);
            assertThat(files.mode(paths.get("e"))).isEqualTo(02777);
            assertThat(files.mode(paths.get("m"))).isEqualTo(03777);
            assertThat(files.mode(paths.get("t"))).isEqualTo(03777);
            assertThat(files.owner(paths.get("e"))).isEqualTo(":3000");
            assertThat(Listing.of(paths.get("v"))).containsEntry("TIME/a", "0440 1");
            assertThat(Listing.of(paths.get("t"))).containsEntry("TIME/token", "0640 token-1");
        }
    }

    @Nested
    class EmptyDirs {
        @Test
        void keepTheirModeAndContent() throws Exception {
            Path v = prepare("{'name':'v','emptyDir':{}}");
            assertThat(files.mode(v)).isEqualTo(0777);
            Files.writeString(v.resolve("file"), "x");
            files.setMode(v, 0700);

            prepare("{'name':'v','emptyDir':{}}");

            assertThat(files.mode(v)).isEqualTo(0700);
            assertThat(v.resolve("file")).hasContent("x");
        }

        @Test
        void inMemoryAreLimited() throws Exception {
            KubeObject pod =
                    pod(
                            "p",
                            """
                            {'containers':[{'resources':{'limits':{'memory':'64Mi'}}}],
                             'volumes':[
                              {'name':'small','emptyDir':{'medium':'Memory','sizeLimit':'8Mi'}},
                              {'name':'large','emptyDir':{'medium':'Memory','sizeLimit':'1Gi'}},
                              {'name':'free','emptyDir':{'medium':'Memory'}}]}
                            """);
            Map<String, Path> paths = volumes.prepare(pod);

            assertThat(mounts.mounted())
                    .isEqualTo(
                            Map.of(
                                    paths.get("small"), 8L << 20,
                                    paths.get("large"), 64L << 20,
                                    paths.get("free"), 64L << 20));
        }
    }

    @Nested
    class Restart {
        private static final String VOLUMES =
                """
                {'name':'v','secret':{'secretName':'s'}},
                {'name':'m','emptyDir':{'medium':'Memory'}},
                {'name':'e','emptyDir':{}}
                """;

        @Test
        void keepsMountsAndFiles() throws Exception {
            source.secret("s", Map.of("pw", "geheim"));
            prepare(VOLUMES);
            Map<String, String> before = Listing.of(root);
            Map<Path, Long> mounted = Map.copyOf(mounts.mounted());
            volumes.close();
            int changes = files.changes();
            volumes = open();

            Path v = prepare(VOLUMES);

            assertThat(files.changes()).isEqualTo(changes);
            assertThat(Listing.of(root)).isEqualTo(before);
            assertThat(mounts.mounted()).isEqualTo(mounted);
            source.secret("s", Map.of("pw", "neu"));
            eventually("the file follows", () -> read(v.resolve("pw")).equals("neu"));
        }

        @Test
        void afterADeathAtAnyPointCompletesTheVolumes() throws Exception {
            source.secret("s", Map.of("pw", "geheim"));
            prepare(VOLUMES);
            Map<String, String> complete = listingWithoutMarkers();
            int deaths = 0;
            while (prepareAndDieAfter(deaths)) {
                volumes.close();
                volumes = open();

                prepare(VOLUMES);

                assertThat(listingWithoutMarkers()).as("death at %d", deaths).isEqualTo(complete);
                deaths++;
            }
            assertThat(deaths).isGreaterThan(15);
        }

        private boolean prepareAndDieAfter(int changes) throws Exception {
            volumes.tearDown("p-uid");
            files.dieAfter(changes);
            try {
                prepare(VOLUMES);
                return false;
            } catch (TestFiles.Death e) {
                return true;
            } finally {
                files.live();
            }
        }

        /// A marker says all by being there; a death may leave it with another mode.
        private Map<String, String> listingWithoutMarkers() throws IOException {
            Map<String, String> listing = Listing.of(root);
            listing.keySet().removeIf(path -> path.endsWith("/ready"));
            return listing;
        }

        @Test
        void afterARebootMountsAgain() throws Exception {
            source.secret("s", Map.of("pw", "geheim"));
            Path v = prepare(VOLUMES);
            mounts.mounted().clear();
            files.deleteTree(v);
            Files.createDirectory(v);

            prepare(VOLUMES);

            assertThat(mounts.mounted()).hasSize(2).containsKey(v);
            assertThat(read(v.resolve("pw"))).isEqualTo("geheim");
        }
    }

    @Nested
    class TearDown {
        @Test
        void removesMountsAndFiles() throws Exception {
            source.secret("s", Map.of("pw", "geheim"));
            prepare("{'name':'v','secret':{'secretName':'s'}},{'name':'e','emptyDir':{}}");
            assertThat(volumes.podUids()).isEqualTo(Set.of("p-uid"));

            volumes.tearDown("p-uid");
            volumes.tearDown("p-uid");

            assertThat(mounts.mounted()).isEmpty();
            assertThat(volumes.podUids()).isEmpty();
            source.secret("s", Map.of("pw", "neu"));
            assertThat(root.resolve("pods")).isEmptyDirectory();
        }

        @Test
        void deletesNothingBelowAMountThatStays() throws Exception {
            source.secret("s", Map.of("pw", "geheim"));
            Path v = prepare("{'name':'v','secret':{'secretName':'s'}}");
            mounts.stick(v);

            volumes.tearDown("p-uid");

            assertThat(v.resolve("pw")).hasContent("geheim");
            assertThat(volumes.podUids()).isEqualTo(Set.of("p-uid"));
        }

        @Test
        void doesNotFollowSymlinksOutOfTheVolume(@TempDir Path elsewhere) throws Exception {
            Files.writeString(elsewhere.resolve("precious"), "x");
            Path v = prepare("{'name':'v','emptyDir':{}}");
            Files.createSymbolicLink(v.resolve("link"), elsewhere);

            volumes.tearDown("p-uid");

            assertThat(elsewhere.resolve("precious")).hasContent("x");
            assertThat(root.resolve("pods")).isEmptyDirectory();
        }

        @Test
        void leavesTheHostsPathsAlone(@TempDir Path elsewhere) throws Exception {
            Files.writeString(elsewhere.resolve("precious"), "x");
            Path v =
                    prepare(
                            "{'name':'v','hostPath':{'path':'%s','type':'Directory'}}"
                                    .formatted(elsewhere));
            assertThat(v).isEqualTo(elsewhere);

            volumes.tearDown("p-uid");

            assertThat(elsewhere.resolve("precious")).hasContent("x");
        }
    }

    @Nested
    class PartsOfVolumes {
        private PodVolumes.SubPathMount mount(String subPath) {
            return new PodVolumes.SubPathMount("p-uid", "c", 3, "v", subPath);
        }

        @Test
        void stayAsTheyWere() throws Exception {
            source.configMap("cm", Map.of("k", "old"));
            Path v = prepare("{'name':'v','configMap':{'name':'cm'}}");

            Path part = volumes.subPath(mount("k"));
            source.configMap("cm", Map.of("k", "new"));
            eventually("the volume follows", () -> read(v.resolve("k")).equals("new"));

            assertThat(part).isEqualTo(root.resolve("pods/p-uid/volume-subpaths/v/c/3"));
            assertThat(read(part)).isEqualTo("old");
            assertThat(read(volumes.subPath(mount("k")))).isEqualTo("new");
        }

        @Test
        void areMadeWithTheModeOfTheirVolume() throws Exception {
            KubeObject pod =
                    pod(
                            "p",
                            """
                            {'securityContext':{'fsGroup':3000},'volumes':[
                              {'name':'v','emptyDir':{'medium':'Memory'}}]}
                            """);
            Path v = volumes.prepare(pod).get("v");

            volumes.subPath(mount("made/here"));

            assertThat(files.mode(v.resolve("made/here"))).isEqualTo(03777);
        }

        @Test
        void doNotLeadOut() throws Exception {
            Path v = prepare("{'name':'v','emptyDir':{}}");
            Files.createSymbolicLink(v.resolve("out"), Path.of("/etc"));

            assertThatThrownBy(() -> volumes.subPath(mount("out")))
                    .isInstanceOf(ConfigErrorException.class)
                    .hasMessage(
                            "failed to prepare subPath for volumeMount \"v\" of container \"c\"");
        }
    }
}
