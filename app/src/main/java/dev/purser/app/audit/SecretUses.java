package dev.purser.app.audit;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// Who used which Secrets, put together from the events of an audit log. Not thread-safe.
public final class SecretUses {
    private static final int REFUSED = 400;

    private final Map<Key, Sum> sums = new TreeMap<>();
    private int strangeLines;

    /// Which uses are wanted.
    ///
    /// @param namespace empty for all
    /// @param name empty for all
    /// @param user empty for all
    /// @param since older ones are left out
    public record Wanted(String namespace, String name, String user, Instant since) {
        /// Whoever uses all Secrets of a namespace, or of all, uses this one too.
        boolean covers(SecretUse use) {
            return covers(namespace, use.namespace())
                    && covers(name, use.name())
                    && (user.isEmpty() || use.who().equals(user))
                    && !Instant.parse(use.time()).isBefore(since);
        }

        private static boolean covers(String wanted, String used) {
            return wanted.isEmpty() || used.equals("*") || wanted.equals(used);
        }
    }

    private record Key(String secret, String who, String program, boolean refused)
            implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int bySecret = secret.compareTo(other.secret);
            int byWho = bySecret != 0 ? bySecret : who.compareTo(other.who);
            int byProgram = byWho != 0 ? byWho : program.compareTo(other.program);
            return byProgram != 0 ? byProgram : Boolean.compare(refused, other.refused);
        }
    }

    private static final class Sum {
        private final TreeSet<String> how = new TreeSet<>();
        private int times;
        private String last = "";
    }

    /// All uses of one Secret by one user with one program.
    ///
    /// @param secret `namespace/name`; `*` for all there are
    /// @param how the verbs, separated by commas
    /// @param result `allowed` or `refused`
    /// @param last RFC 3339
    public record Row(
            String secret,
            String who,
            String how,
            String program,
            String result,
            int times,
            String last) {}

    private SecretUses() {}

    /// Reads a log.
    public static SecretUses read(AuditFiles files, Wanted wanted) throws IOException {
        SecretUses uses = new SecretUses();
        uses.strangeLines =
                files.read(
                        event -> SecretUse.of(event).filter(wanted::covers).ifPresent(uses::add));
        return uses;
    }

    private void add(SecretUse use) {
        Key key =
                new Key(
                        use.namespace() + "/" + use.name(),
                        use.who(),
                        use.program(),
                        use.code() >= REFUSED);
        Sum sum = sums.computeIfAbsent(key, any -> new Sum());
        sum.how.add(use.how());
        sum.times++;
        sum.last = use.time();
    }

    /// Lines that are no events.
    public int strangeLines() {
        return strangeLines;
    }

    /// Ordered by Secret, then by user.
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        sums.forEach((key, sum) ->
                rows.add(
                        new Row(
                                key.secret(),
                                key.who(),
                                String.join(",", sum.how),
                                key.program(),
                                key.refused() ? "refused" : "allowed",
                                sum.times,
                                sum.last)));
        return rows;
    }
}
