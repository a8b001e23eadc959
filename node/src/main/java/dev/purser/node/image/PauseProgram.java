package dev.purser.node.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// The program of a pod's sandbox: a static ELF executable of a few instructions that sleeps until
/// it is killed.
///
/// Where a pod shares its process namespace this program is process 1 and inherits orphans, so it
/// ignores SIGCHLD first, which makes the kernel reap them. It is written here as machine code
/// since neither a compiler nor a registry can be counted on.
enum PauseProgram {
    /// `rt_sigaction(SIGCHLD, &ignore, NULL, 8)`, then `pause()` for ever.
    X86_64("amd64", 62) {
        @Override
        byte[] code() {
            return bytes(
                    0xb8, 13, 0, 0, 0, // mov eax, 13 (rt_sigaction)
                    0xbf, 17, 0, 0, 0, // mov edi, 17 (SIGCHLD)
                    0x48, 0x8d, 0x35, 19, 0, 0, 0, // lea rsi, [rip + 19] (after the jump)
                    0x31, 0xd2, // xor edx, edx
                    0x41, 0xba, 8, 0, 0, 0, // mov r10d, 8 (bytes of a signal set)
                    0x0f, 0x05, // syscall
                    0xb8, 34, 0, 0, 0, // mov eax, 34 (pause)
                    0x0f, 0x05, // syscall
                    0xeb, 0xf7); // jmp to the mov before
        }
    },

    /// The same; this architecture has no `pause`, so `ppoll(NULL, 0, NULL, NULL)`.
    AARCH64("arm64", 183) {
        @Override
        byte[] code() {
            return words(
                    0xd28010c8, // movz x8, 134 (rt_sigaction)
                    0xd2800220, // movz x0, 17 (SIGCHLD)
                    0x10000181, // adr x1, +48 (after the branch)
                    0xd2800002, // movz x2, 0
                    0xd2800103, // movz x3, 8 (bytes of a signal set)
                    0xd4000001, // svc 0
                    0xd2800928, // movz x8, 73 (ppoll)
                    0xd2800000, // movz x0, 0
                    0xd2800001, // movz x1, 0
                    0xd2800002, // movz x2, 0
                    0xd2800003, // movz x3, 0
                    0xd4000001, // svc 0
                    0x17fffffa, // b -24 (to the movz of ppoll)
                    0xd503201f); // nop, so that what follows is aligned
        }
    };

    private static final int FILE_HEADER_BYTES = 64;
    private static final int PROGRAM_HEADER_BYTES = 56;
    private static final int HEADER_BYTES = FILE_HEADER_BYTES + PROGRAM_HEADER_BYTES;
    private static final long LOAD_ADDRESS = 0x400000;
    private static final int PAGE_BYTES = 0x10000;

    /// The kernel's `struct sigaction` with the handler SIG_IGN (1): four words of 8 bytes.
    private static final int ACTION_BYTES = 32;

    private final String architecture;
    private final int machine;

    PauseProgram(String architecture, int machine) {
        this.architecture = architecture;
        this.machine = machine;
    }

    /// The program for a machine as Java names it (`os.arch`).
    ///
    /// @throws IllegalArgumentException when there is none
    static PauseProgram forMachine(String osArch) {
        return switch (osArch) {
            case "amd64", "x86_64" -> X86_64;
            case "aarch64", "arm64" -> AARCH64;
            default -> throw new IllegalArgumentException("No pause program for " + osArch);
        };
    }

    /// The architecture as images name it.
    String architecture() {
        return architecture;
    }

    /// The instructions; the signal action follows them.
    abstract byte[] code();

    /// The executable file: ELF header, one program header that maps the whole file, code, data.
    byte[] toElf() {
        byte[] code = code();
        int size = HEADER_BYTES + code.length + ACTION_BYTES;
        ByteBuffer file = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
        file.put(bytes(0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        file.putShort((short) 2).putShort((short) machine).putInt(1);
        file.putLong(LOAD_ADDRESS + HEADER_BYTES);
        file.putLong(FILE_HEADER_BYTES).putLong(0).putInt(0);
        file.putShort((short) FILE_HEADER_BYTES);
        file.putShort((short) PROGRAM_HEADER_BYTES).putShort((short) 1);
        file.putShort((short) 0).putShort((short) 0).putShort((short) 0);
        file.putInt(1).putInt(0b101);
        file.putLong(0).putLong(LOAD_ADDRESS).putLong(LOAD_ADDRESS);
        file.putLong(size).putLong(size).putLong(PAGE_BYTES);
        file.put(code);
        file.putLong(1);
        return file.array();
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int index = 0; index < values.length; index++) {
            bytes[index] = (byte) values[index];
        }
        return bytes;
    }

    private static byte[] words(int... instructions) {
        ByteBuffer buffer =
                ByteBuffer.allocate(instructions.length * Integer.BYTES)
                        .order(ByteOrder.LITTLE_ENDIAN);
        for (int instruction : instructions) {
            buffer.putInt(instruction);
        }
        return buffer.array();
    }
}
