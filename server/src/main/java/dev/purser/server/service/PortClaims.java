package dev.purser.server.service;

import java.util.Collections;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;

/// The node ports that one write takes. Not thread-safe.
abstract sealed class PortClaims {
    private static final String ALLOCATED = "provided port is already allocated";

    private final Set<Integer> taken = new HashSet<>();

    static PortClaims real(PortPool pool) {
        return new Real(pool);
    }

    /// Claims of a dry run, which take nothing from the pool and so may name what is not free.
    static PortClaims dryRun(PortPool pool) {
        return new Tried(pool);
    }

    /// Takes one port.
    ///
    /// @throws PortException with Kubernetes' words when it cannot be had
    abstract void take(int port) throws PortException;

    /// Takes any port.
    ///
    /// @throws PortException when all are taken
    abstract int takeAny() throws PortException;

    /// Lets go of what is not stored by now.
    abstract void close();

    boolean has(int port) {
        return taken.contains(port);
    }

    private static final class Real extends PortClaims {
        private final PortPool pool;

        Real(PortPool pool) {
            this.pool = pool;
        }

        @Override
        void take(int port) throws PortException {
            if (port < PortPool.FIRST || port > PortPool.LAST) {
                throw new PortException(
                        "provided port is not in the valid range. The range of valid ports is %d-%d"
                                .formatted(PortPool.FIRST, PortPool.LAST));
            }
            if (!pool.reserve(port)) {
                throw new PortException(ALLOCATED);
            }
            super.taken.add(port);
        }

        @Override
        int takeAny() throws PortException {
            OptionalInt port = pool.reserveAny();
            if (port.isEmpty()) {
                throw new PortException("range is full");
            }
            super.taken.add(port.getAsInt());
            return port.getAsInt();
        }

        @Override
        void close() {
            pool.release(super.taken);
        }
    }

    private static final class Tried extends PortClaims {
        private final PortPool pool;

        Tried(PortPool pool) {
            this.pool = pool;
        }

        @Override
        void take(int port) throws PortException {
            if (pool.isTaken(port) || !super.taken.add(port)) {
                throw new PortException(ALLOCATED);
            }
        }

        /// A number that only looks like a port: Kubernetes does not search in a dry run either.
        @Override
        int takeAny() {
            int port =
                    super.taken.isEmpty()
                            ? PortPool.LAST + 2
                            : Math.max(0, Collections.max(super.taken)) + 1;
            super.taken.add(port);
            return port;
        }

        @Override
        void close() {
            // Nothing was taken.
        }
    }
}
