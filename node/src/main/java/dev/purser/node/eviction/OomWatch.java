package dev.purser.node.eviction;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Hears of processes that the kernel killed for want of memory, of the machine or of a container,
/// from the kernel's own log. Of many kills at once the kernel tells a few. On a thread of its own,
/// which waits in the kernel. Thread-safe.
public final class OomWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OomWatch.class);

    /// `oom-kill:constraint=CONSTRAINT_NONE,…,global_oom,task_memcg=/,task=sh,pid=12,uid=0`.
    private static final Pattern KILL =
            Pattern.compile("oom-kill:.*,task_memcg=(/.*?),task=(.*),pid=(\\d+),uid=\\d+");

    /// The runtime names cgroups after containers, which may have further ones inside.
    private static final Pattern CONTAINER = Pattern.compile("/([0-9a-f]{64})(?:/|$)");

    /// A record: priority, number, microseconds since the machine's start, flags, and the text.
    private static final Pattern RECORD = Pattern.compile("\\d+,\\d+,(\\d+),[^;]*;(.*)");

    private static final int RECORD_MAX = 8192;
    private static final double MICROS_PER_SECOND = 1e6;

    private final Path log;
    private final Path uptime;
    private final Consumer<Victim> listener;
    private @Nullable Thread thread;

    /// A process that was killed.
    ///
    /// @param cgroup a path from the top of the hierarchy of memory on
    public record Victim(String cgroup, String process, long pid) {
        /// Whether it was in no container at all.
        public boolean isOutside() {
            return cgroup.equals("/");
        }

        /// The container that it was in, if it was in one.
        public Optional<String> container() {
            Matcher name = CONTAINER.matcher(cgroup);
            return name.find() ? Optional.of(name.group(1)) : Optional.empty();
        }
    }

    /// @param log usually `/dev/kmsg`
    /// @param uptime usually `/proc/uptime`; records from before the start are old
    /// @param listener is told of each kill
    public OomWatch(Path log, Path uptime, Consumer<Victim> listener) {
        this.log = log;
        this.uptime = uptime;
        this.listener = listener;
    }

    /// Begins to listen.
    public synchronized void start() {
        thread = Thread.ofPlatform().daemon().name("system-oom").start(this::run);
    }

    private void run() {
        try (FileChannel records = FileChannel.open(log, StandardOpenOption.READ)) {
            long began = micros();
            ByteBuffer buffer = ByteBuffer.allocate(RECORD_MAX);
            while (!Thread.currentThread().isInterrupted() && read(records, buffer)) {
                String record = StandardCharsets.UTF_8.decode(buffer.flip()).toString();
                victim(record, began).ifPresent(listener);
            }
        } catch (ClosedChannelException e) {
            LOG.debug("The watch for kills ends");
        } catch (IOException e) {
            LOG.info("Kills for want of memory cannot be heard of: {}", e.toString());
        }
    }

    /// The kernel says so when records were lost before they were read; the next ones are there.
    private static boolean read(FileChannel records, ByteBuffer buffer) throws IOException {
        buffer.clear();
        try {
            return records.read(buffer) > 0;
        } catch (ClosedChannelException e) {
            throw e;
        } catch (IOException e) {
            LOG.debug("Records of the kernel were lost", e);
            return true;
        }
    }

    private long micros() throws IOException {
        String seconds = Files.readString(uptime).split(" ")[0];
        return (long) (Double.parseDouble(seconds) * MICROS_PER_SECOND);
    }

    /// @param since microseconds since the machine's start
    static Optional<Victim> victim(String record, long since) {
        Matcher parts = RECORD.matcher(record.strip().lines().findFirst().orElse(""));
        if (!parts.matches() || Long.parseLong(parts.group(1)) < since) {
            return Optional.empty();
        }
        Matcher kill = KILL.matcher(parts.group(2));
        return kill.find()
                ? Optional.of(
                        new Victim(kill.group(1), kill.group(2), Long.parseLong(kill.group(3))))
                : Optional.empty();
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.interrupt();
        }
    }
}
