package dev.purser.node.volume;

import dev.purser.node.linux.MountCalls;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// The options of a mount as the kernel wants them: flags for some words, a text for the rest.
///
/// @param flags of mount(2)
/// @param data what the file system itself reads
record MountOptions(long flags, String data) {
    private static final Map<String, Long> FLAGS =
            Map.of(
                    "ro", MountCalls.MS_RDONLY,
                    "rw", 0L,
                    "nosuid", MountCalls.MS_NOSUID,
                    "nodev", MountCalls.MS_NODEV,
                    "noexec", MountCalls.MS_NOEXEC,
                    "bind", MountCalls.MS_BIND,
                    "rbind", MountCalls.MS_BIND | MountCalls.MS_REC);

    /// @param words such as `ro` and `lowerdir=/a:/b`
    static MountOptions of(List<String> words) {
        long flags = 0;
        List<String> rest = new ArrayList<>();
        for (String word : words) {
            Long flag = FLAGS.get(word);
            if (flag == null) {
                rest.add(word);
            } else {
                flags |= flag;
            }
        }
        return new MountOptions(flags, String.join(",", rest));
    }

    boolean isBind() {
        return (flags & MountCalls.MS_BIND) != 0;
    }
}
