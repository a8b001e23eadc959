package dev.purser.wire.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PiecedOutputTests {
    /// Notes how much goes out with each flush.
    private static final class Flushes extends OutputStream {
        private final List<Integer> sizes = new ArrayList<>();
        private final ByteArrayOutputStream all = new ByteArrayOutputStream();
        private int size;

        @Override
        public void write(int value) {
            all.write(value);
            size++;
        }

        @Override
        public void flush() {
            sizes.add(size);
            size = 0;
        }
    }

    private final Flushes flushes = new Flushes();
    private final PiecedOutput output = new PiecedOutput(flushes);

    private void write(int... lengths) throws IOException {
        for (int length : lengths) {
            byte[] bytes = new byte[length];
            for (int i = 0; i < length; i++) {
                bytes[i] = (byte) (i % 100);
            }
            output.write(bytes);
        }
    }

    @Test
    void fillsEachPieceBeforeItGoesOut() throws IOException {
        write(700, 700, 700, 700);
        output.flush();
        assertThat(flushes.sizes).containsExactly(2048, 752);
    }

    @Test
    void sendsWhatIsLargerThanAPieceWhole() throws IOException {
        write(5000);
        output.flush();
        assertThat(flushes.sizes).containsExactly(5000, 0);
    }

    @Test
    void keepsEveryByteInOrder() throws IOException {
        write(2000, 100, 3000);
        output.write(7);
        output.flush();
        byte[] all = flushes.all.toByteArray();
        assertThat(all).hasSize(5101).endsWith(7);
        assertThat(all[2000]).isZero();
        assertThat(all[2099]).isEqualTo((byte) 99);
        assertThat(all[2100]).isZero();
        assertThat(all[5099]).isEqualTo((byte) 99);
    }

    @Test
    void leavesMessagesAsTheyAre() {
        OutputStream messages = new Messages();
        assertThat(PiecedOutput.over(messages)).isSameAs(messages);
        assertThat(PiecedOutput.over(flushes)).isInstanceOf(PiecedOutput.class);
    }

    private static final class Messages extends ByteArrayOutputStream implements MessageOutput {}

    @Test
    void leavesLongRunsToTheBuffersBelow() throws IOException {
        for (int i = 0; i < 100; i++) {
            write(PiecedOutput.PIECE_BYTES + 1);
        }
        int pieces = flushes.sizes.size();
        assertThat(pieces).isLessThan(40);
        output.flush();
        assertThat(flushes.sizes).hasSize(pieces + 1);
        write(PiecedOutput.PIECE_BYTES + 1);
        assertThat(flushes.sizes).hasSize(pieces + 2);
    }
}
