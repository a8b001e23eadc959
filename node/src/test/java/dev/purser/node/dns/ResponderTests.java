package dev.purser.node.dns;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.cache.Informer;
import dev.purser.client.cache.Informers;
import dev.purser.client.testing.FakeApi;
import dev.purser.client.time.SystemTimers;
import dev.purser.node.dns.Upstream.Transport;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ResponderTests {
    private static final GroupVersionResource SERVICES =
            new GroupVersionResource("", "v1", "services");
    private static final GroupVersionResource SLICES =
            new GroupVersionResource("discovery.k8s.io", "v1", "endpointslices");
    private static final int TRUNCATED = 0x0200;

    @TempDir private Path directory;

    private final SystemTimers timers = new SystemTimers(Clock.systemUTC());
    private final FakeApi api = new FakeApi(Clock.systemUTC(), new Random(2));
    private final Informers informers = new Informers(api, timers, new Random(1));
    private DatagramSocket elsewhere;
    private Responder responder;

    @BeforeEach
    void start() throws IOException, InterruptedException {
        service(
                "web",
                "{'clusterIP':'10.96.0.9','ports':[{'name':'http','port':80,'protocol':'TCP'}]}");
        service("db", "{'clusterIP':'None','ports':[{'name':'sql','port':5432,'protocol':'TCP'}]}");
        service("out", "{'type':'ExternalName','externalName':'example.org'}");
        create(
                SLICES,
                "{'kind':'EndpointSlice','apiVersion':'discovery.k8s.io/v1','addressType':'IPv4',"
                        + "'metadata':{'name':'db-1','namespace':'ns','labels':{'kubernetes.io/service-name':'db'}},"
                        + "'ports':[{'name':'sql','port':5432,'protocol':'TCP'}],'endpoints':["
                        + "{'addresses':['10.88.0.2'],'hostname':'first','conditions':{'ready':true}},"
                        + "{'addresses':['10.88.0.3'],'conditions':{'ready':true}},"
                        + "{'addresses':['10.88.0.4'],'conditions':{'ready':false}}]}");
        elsewhere =
                new DatagramSocket(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0));
        Thread.ofVirtual().start(this::answerElsewhere);
        Path resolver = directory.resolve("resolv.conf");
        Files.writeString(resolver, "nameserver 127.0.0.1\n");
        Informer services = informers.of(SERVICES);
        Informer slices = informers.of(SLICES);
        informers.start();
        assertThat(informers.awaitSynced(Duration.ofSeconds(10))).isTrue();
        responder =
                new Responder(
                        new ClusterNames("cluster.local", services.cache(), slices.cache()),
                        new Upstream(resolver, elsewhere.getLocalPort()));
    }

    @AfterEach
    void stop() {
        elsewhere.close();
        informers.close();
        timers.close();
    }

    private void service(String name, String spec) {
        create(
                SERVICES,
                "{'kind':'Service','apiVersion':'v1','metadata':{'name':'%s','namespace':'ns'},'spec':%s}"
                        .formatted(name, spec));
    }

    private void create(GroupVersionResource resource, String json) {
        api.create(
                resource,
                KubeObject.of((ObjectNode) JsonMapper.shared().readTree(json.replace('\'', '"'))));
    }

    /// A name server that knows one address for every name, and compresses it.
    private void answerElsewhere() {
        DatagramPacket packet = new DatagramPacket(new byte[512], 512);
        while (!elsewhere.isClosed()) {
            try {
                elsewhere.receive(packet);
                ByteBuffer answer = ByteBuffer.allocate(packet.getLength() + 16);
                answer.put(packet.getData(), 0, packet.getLength());
                answer.putShort(2, (short) 0x8180).putShort(6, (short) 1);
                answer.putShort((short) 0xc00c).putShort((short) 1).putShort((short) 1);
                answer.putInt(60).putShort((short) 4).put(new byte[] {(byte) 192, 0, 2, 5});
                elsewhere.send(
                        new DatagramPacket(
                                answer.array(), answer.capacity(), packet.getSocketAddress()));
            } catch (IOException e) {
                assertThat(elsewhere.isClosed()).isTrue();
            }
        }
    }

    private static byte[] question(String name, int type) {
        ByteBuffer out = ByteBuffer.allocate(512);
        out.putShort((short) 7).putShort((short) 0x0100).putShort((short) 1);
        out.putShort((short) 0).putInt(0);
        for (String label : name.split("\\.")) {
            out.put((byte) label.length()).put(label.getBytes(StandardCharsets.ISO_8859_1));
        }
        out.put((byte) 0).putShort((short) type).putShort((short) 1);
        return Arrays.copyOf(out.array(), out.position());
    }

    private ByteBuffer ask(String name, int type) {
        return ByteBuffer.wrap(responder.answer(question(name, type), Transport.UDP).orElseThrow());
    }

    private static int code(ByteBuffer answer) {
        return answer.getShort(2) & 15;
    }

    private List<String> addresses(String name) {
        ByteBuffer answer = ask(name, RecordType.A);
        assertThat(code(answer)).isEqualTo(AnswerWriter.NO_ERROR);
        return ForeignAnswer.records(answer.array()).stream()
                .filter(DnsRecord.Address.class::isInstance)
                .map(each -> ((DnsRecord.Address) each).address())
                .toList();
    }

    @Test
    void knowsServices() {
        assertThat(addresses("web.ns.svc.cluster.local")).containsExactly("10.96.0.9");
        assertThat(addresses("WEB.ns.SVC.cluster.local")).containsExactly("10.96.0.9");
    }

    @Test
    void knowsReadyPodsOfHeadlessServices() {
        assertThat(addresses("db.ns.svc.cluster.local")).containsExactly("10.88.0.2", "10.88.0.3");
        assertThat(addresses("first.db.ns.svc.cluster.local")).containsExactly("10.88.0.2");
        assertThat(addresses("10-88-0-3.db.ns.svc.cluster.local")).containsExactly("10.88.0.3");
        assertThat(addresses("10-1-2-3.ns.pod.cluster.local")).containsExactly("10.1.2.3");
    }

    @Test
    void tellsThatANameIsNotThereFromOneWithoutSuchRecords() {
        for (String absent :
                List.of(
                        "no.ns.svc.cluster.local",
                        "web.no.svc.cluster.local",
                        "x.web.ns.svc.cluster.local",
                        "a.b.c.web.ns.svc.cluster.local",
                        "10-1-2-300.ns.pod.cluster.local",
                        "web.cluster.local")) {
            assertThat(code(ask(absent, RecordType.A)))
                    .as(absent)
                    .isEqualTo(AnswerWriter.NAME_ERROR);
        }
        ByteBuffer nothing = ask("web.ns.svc.cluster.local", RecordType.AAAA);
        assertThat(code(nothing)).isEqualTo(AnswerWriter.NO_ERROR);
        assertThat(nothing.getShort(6)).isZero();
        assertThat(nothing.getShort(8)).as("an authority").isEqualTo((short) 1);
    }

    @Test
    void knowsPorts() {
        ByteBuffer answer = ask("_http._tcp.web.ns.svc.cluster.local", RecordType.SRV);
        assertThat(answer.getShort(6)).isEqualTo((short) 1);
        assertThat(ask("_sql._tcp.db.ns.svc.cluster.local", RecordType.SRV).getShort(6))
                .isEqualTo((short) 2);
        assertThat(code(ask("_http._udp.web.ns.svc.cluster.local", RecordType.SRV)))
                .isEqualTo(AnswerWriter.NAME_ERROR);
    }

    @Test
    void knowsTheNamesOfAddresses() {
        assertThat(ask("9.0.96.10.in-addr.arpa", RecordType.PTR).getShort(6)).isEqualTo((short) 1);
        assertThat(ask("2.0.88.10.in-addr.arpa", RecordType.PTR).getShort(6)).isEqualTo((short) 1);
    }

    @Test
    void asksOthersForOtherNames() {
        assertThat(addresses("example.org")).containsExactly("192.0.2.5");
        assertThat(addresses("out.ns.svc.cluster.local")).containsExactly("192.0.2.5");
    }

    @Test
    void tellsWhenNobodyElseAnswers() throws IOException {
        Files.writeString(directory.resolve("resolv.conf"), "");
        assertThat(code(ask("example.org", RecordType.A))).isEqualTo(AnswerWriter.SERVER_FAILURE);
    }

    @Test
    void asksToBeAskedByTcpWhenItIsTooLong() {
        StringBuilder endpoints = new StringBuilder();
        for (int n = 0; n < 100; n++) {
            endpoints.append(endpoints.isEmpty() ? "" : ",");
            endpoints.append(
                    "{'addresses':['10.88.1.%d'],'conditions':{'ready':true}}".formatted(n));
        }
        create(
                SLICES,
                "{'kind':'EndpointSlice','apiVersion':'discovery.k8s.io/v1','addressType':'IPv4',"
                        + "'metadata':{'name':'db-2','namespace':'ns','labels':{'kubernetes.io/service-name':'db'}},"
                        + "'endpoints':["
                        + endpoints
                        + "]}");
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        byte[] question = question("db.ns.svc.cluster.local", RecordType.A);
        ByteBuffer all;
        do {
            all = ByteBuffer.wrap(responder.answer(question, Transport.TCP).orElseThrow());
        } while (all.getShort(6) < 102 && System.nanoTime() < deadline);
        assertThat(all.getShort(6)).isEqualTo((short) 102);
        ByteBuffer cut = ask("db.ns.svc.cluster.local", RecordType.A);
        assertThat(cut.getShort(2) & TRUNCATED).isNotZero();
        assertThat(cut.getShort(6)).isZero();
    }

    @Test
    void keepsQuietAboutWhatIsNoQuestion() {
        assertThat(responder.answer(new byte[] {1, 2, 3}, Transport.UDP)).isEmpty();
        Random random = new Random(5);
        for (int n = 0; n < 2000; n++) {
            byte[] message = question("web.ns.svc.cluster.local", RecordType.A);
            message[random.nextInt(message.length)] = (byte) random.nextInt();
            Query.read(message);
            ForeignAnswer.records(message);
        }
    }
}
