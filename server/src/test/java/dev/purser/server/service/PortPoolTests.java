package dev.purser.server.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.server.access.FakeObjects;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PortPoolTests {
    private static final String SERVICE =
            "{'metadata':{'name':'%s','namespace':'n'},'spec':{'type':'NodePort','ports':[{'nodePort':%d}]}}";

    private final FakeObjects objects = new FakeObjects();

    @Test
    void knowsThePortsOfServicesThatWereThereBefore() {
        objects.put(PortPool.SERVICES, SERVICE.formatted("a", 30_100));

        PortPool pool = new PortPool(objects, new Random(1));

        assertThat(pool.reserve(30_100)).isFalse();
        assertThat(pool.reserve(30_101)).isTrue();
    }

    @Test
    void freesThePortsOfServicesThatAreGoneOrChanged() {
        PortPool pool = new PortPool(objects, new Random(1));
        objects.put(PortPool.SERVICES, SERVICE.formatted("a", 30_100));
        objects.put(PortPool.SERVICES, SERVICE.formatted("b", 30_200));

        objects.put(PortPool.SERVICES, SERVICE.formatted("a", 30_300));
        objects.remove(PortPool.SERVICES, "n", "b");

        assertThat(pool.isTaken(30_100)).isFalse();
        assertThat(pool.isTaken(30_200)).isFalse();
        assertThat(pool.isTaken(30_300)).isTrue();
    }

    @Test
    void givesEveryPortOnceAndThePortsForTheAskingLast() {
        PortPool pool = new PortPool(objects, new Random(1));
        Set<Integer> taken = new HashSet<>();

        for (OptionalInt port = pool.reserveAny(); port.isPresent(); port = pool.reserveAny()) {
            assertThat(taken.add(port.getAsInt())).isTrue();
            assertThat(port.getAsInt() < 30_086).isEqualTo(taken.size() > 2768 - 86);
        }

        assertThat(taken).hasSize(2768);
    }
}
