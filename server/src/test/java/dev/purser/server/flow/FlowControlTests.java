package dev.purser.server.flow;

import static dev.purser.server.access.FakeObjects.object;
import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.flowcontrol.BootstrapFlows;
import dev.purser.api.meta.GroupVersionResource;
import dev.purser.api.meta.KubeObject;
import dev.purser.client.testing.ManualTimers;
import dev.purser.server.access.FakeObjects;
import dev.purser.server.request.Attributes;
import dev.purser.server.request.Identity;
import dev.purser.wire.request.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class FlowControlTests {
    private static final GroupVersionResource LEVELS =
            FlowControl.resource("prioritylevelconfigurations");
    private static final GroupVersionResource SCHEMAS = FlowControl.resource("flowschemas");
    private static final Duration NO_PATIENCE = Duration.ofMillis(4);

    private final ManualTimers timers = new ManualTimers(Instant.EPOCH);
    private final FakeObjects objects = new FakeObjects();

    private FlowControl control(int seats) {
        for (KubeObject each : BootstrapFlows.load().objects()) {
            KubeObject named = each.copy();
            named.metadata().put("uid", named.kind() + "/" + named.name());
            objects.put(named.kind().equals("FlowSchema") ? SCHEMAS : LEVELS, named);
        }
        return new FlowControl(
                objects,
                seats,
                new FlowControl.Surroundings(asked -> 1000, timers, this::nanos, 2));
    }

    private long nanos() {
        return Duration.between(Instant.EPOCH, timers.instant()).toNanos();
    }

    private static Identity user(String name, String... groups) {
        List<String> all = new ArrayList<>(List.of(groups));
        all.add(Identity.AUTHENTICATED);
        return Identity.of(name, all.toArray(String[]::new));
    }

    private static Attributes asks(String verb, String resource, String namespace) {
        return new Attributes(verb, "", "v1", resource, "", namespace, "", "/api/v1/" + resource);
    }

    private static FlowControl.Entry enter(FlowControl control, Identity who, Attributes asked) {
        try {
            return control.enter(who, asked, Query.empty(), NO_PATIENCE);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private record Case(Identity who, Attributes asked, String schema, String level) {}

    private static Stream<Case> cases() {
        return Stream.of(
                new Case(
                        user("root", Identity.MASTERS),
                        asks("list", "secrets", ""),
                        "exempt",
                        "exempt"),
                new Case(
                        Identity.anonymous(),
                        Attributes.nonResource("get", "/readyz/ping"),
                        "probes",
                        "exempt"),
                new Case(
                        Identity.anonymous(),
                        Attributes.nonResource("get", "/version"),
                        "global-default",
                        "global-default"),
                new Case(
                        user("alice"),
                        asks("get", "pods", "default"),
                        "global-default",
                        "global-default"),
                new Case(
                        user("system:node:n", "system:nodes"),
                        asks("update", "nodes", ""),
                        "system-node-high",
                        "node-high"),
                new Case(
                        user("system:node:n", "system:nodes"),
                        asks("get", "pods", "default"),
                        "system-nodes",
                        "system"),
                new Case(
                        user("system:serviceaccount:kube-system:any", "system:serviceaccounts"),
                        asks("get", "pods", "default"),
                        "kube-system-service-accounts",
                        "workload-high"),
                new Case(
                        user("system:serviceaccount:kube-systems:any", "system:serviceaccounts"),
                        asks("get", "pods", "default"),
                        "service-accounts",
                        "workload-low"),
                new Case(
                        Identity.of("nobody", "no-group"),
                        asks("get", "pods", "default"),
                        "catch-all",
                        "catch-all"));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void requestsBelongToTheFirstSchemaThatMatches(Case each) {
        FlowControl.Entry entry = enter(control(600), each.who(), each.asked());
        assertThat(entry).isInstanceOf(FlowControl.Admitted.class);
        assertThat(entry.schemaUid()).isEqualTo("FlowSchema/" + each.schema());
        assertThat(entry.levelUid()).isEqualTo("PriorityLevelConfiguration/" + each.level());
    }

    @Test
    void aNewSchemaCountsFromItsWriteOn() {
        FlowControl control = control(600);
        Identity alice = user("alice");
        Attributes asked = asks("get", "configmaps", "default");
        assertThat(enter(control, alice, asked).schemaUid()).endsWith("global-default");
        objects.put(
                SCHEMAS,
                object(
                        """
                        {'kind': 'FlowSchema', 'metadata': {'name': 'mine', 'uid': 'mine'},
                         'spec': {'priorityLevelConfiguration': {'name': 'workload-low'},
                          'matchingPrecedence': 5, 'rules': [{
                           'subjects': [{'kind': 'User', 'user': {'name': 'alice'}}],
                           'resourceRules': [{'verbs': ['get'], 'apiGroups': [''],
                            'resources': ['configmaps'], 'namespaces': ['*']}]}]}}\
                        """));
        assertThat(enter(control, alice, asked).schemaUid()).isEqualTo("mine");
        objects.remove(SCHEMAS, "", "mine");
        assertThat(enter(control, alice, asked).schemaUid()).endsWith("global-default");
    }

    @Test
    void aSchemaWithoutItsLevelIsPassedOver() {
        FlowControl control = control(600);
        objects.remove(LEVELS, "", "global-default");
        assertThat(enter(control, user("alice"), asks("get", "pods", "x")).schemaUid())
                .isEqualTo("FlowSchema/catch-all");
    }

    @Test
    void theMandatoryObjectsCountEvenWhenTheyAreDeleted() {
        FlowControl control = control(600);
        for (String name : List.of("exempt", "catch-all")) {
            objects.remove(LEVELS, "", name);
            objects.remove(SCHEMAS, "", name);
        }
        objects.remove(SCHEMAS, "", "global-default");
        assertThat(enter(control, user("root", Identity.MASTERS), asks("get", "pods", "x")))
                .isInstanceOf(FlowControl.Admitted.class);
        assertThat(enter(control, user("alice"), asks("get", "pods", "x")))
                .isInstanceOf(FlowControl.Admitted.class);
    }

    @Test
    void whoeverFindsNoSeatInTimeIsTurnedAwayAndOthersAreNot() {
        FlowControl control = control(245);
        Attributes list = asks("list", "pods", "");
        List<FlowControl.Entry> entries = new ArrayList<>();
        for (int number = 0; number < 40; number++) {
            entries.add(enter(control, user("flood"), list));
        }
        assertThat(entries.getLast())
                .isInstanceOfSatisfying(
                        FlowControl.Refused.class,
                        refused -> assertThat(refused.retryAfter()).isPositive());
        assertThat(enter(control, user("root", Identity.MASTERS), list))
                .isInstanceOf(FlowControl.Admitted.class);
        entries.forEach(entry -> {
            if (entry instanceof FlowControl.Admitted admitted) {
                admitted.end();
            }
        });
        assertThat(enter(control, user("quiet"), list)).isInstanceOf(FlowControl.Admitted.class);
    }

    @Test
    void aLevelWithMuchToDoBorrowsFromThoseWithLittle() {
        FlowControl control = control(600);
        Attributes get = asks("get", "pods", "x");
        int before = admitted(control, get, 300);
        timers.advance(Duration.ofSeconds(20));
        int after = before + admitted(control, get, 300);
        assertThat(before).isBetween(49, 60);
        assertThat(after).isGreaterThan(100);
    }

    private static int admitted(FlowControl control, Attributes asked, int tries) {
        int count = 0;
        for (int number = 0; number < tries; number++) {
            FlowControl.Entry entry = enter(control, user("user-" + number % 7), asked);
            count += entry instanceof FlowControl.Admitted ? 1 : 0;
            if (entry instanceof FlowControl.Refused) {
                return count;
            }
        }
        return count;
    }
}
