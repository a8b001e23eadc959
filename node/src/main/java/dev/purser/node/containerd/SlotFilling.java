package dev.purser.node.containerd;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The program that containerd calls in the place of runc: it puts the values of Secrets into the
/// description of a process that is about to be made, and lets runc do the rest.
///
/// Descriptions of containers are in containerd's state, which is in memory; those of further
/// processes come in temporary files and are copied to memory first. It is a shell script, because
/// it has to run long after Purser has ended, and costs a millisecond or two.
final class SlotFilling {
    private static final String SCRIPT =
            """
            #!/bin/sh
            # Puts the values of Secrets where their slots are, then hands over to runc.
            slots=SLOTS
            command= bundle= process= previous=
            for word in "$@"; do
              case $previous in
                --bundle) bundle=$word ;;
                --process) process=$word ;;
              esac
              case $previous/$word in
                --root/* | --log/* | --log-format/* | */-*) ;;
                *) command=${command:-$word} ;;
              esac
              previous=$word
            done
            case $command in
              create) file=$bundle/config.json ;;
              exec) file=$process ;;
              *) exec runc "$@" ;;
            esac
            export LC_ALL=C
            slot=$(grep -o 'purser-slot-[0-9a-f]\\{32\\}' "$file" | head -n 1)
            [ -n "$slot" ] || exec runc "$@"
            set -- "$slots"/*/*/"$slot" "$@"
            script=$1
            shift
            [ -f "$script" ] || { echo "the secret values of this container are gone" >&2; exit 1; }
            if [ "$command" = create ]; then
              sed -i -f "$script" "$file" || exit 1
              exec runc "$@"
            fi
            # The copy has no name before it has a value, so that no value outlives this process. An empty file may, if it is
            # killed between the two: it goes with the container's slots.
            umask 077
            copy=${script%/*}/process.$$
            : > "$copy" && exec 3<> "$copy" && rm "$copy" || exit 1
            sed -f "$script" "$file" >&3 || exit 1
            for word in "$@"; do
              shift
              [ "$word" != "$file" ] || word=/proc/self/fd/3
              set -- "$@" "$word"
            done
            exec runc "$@"
            """;

    private SlotFilling() {}

    /// Writes the program.
    static void write(ContainerdLayout layout) throws IOException {
        Path file = layout.runc();
        Files.writeString(file, SCRIPT.replace("SLOTS", quoted(layout.slots())));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwx------"));
    }

    /// One word of a shell.
    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "'\\''") + "'";
    }
}
