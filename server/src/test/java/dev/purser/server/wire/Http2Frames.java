package dev.purser.server.wire;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/// Just enough of HTTP/2 (RFC 9113) to misbehave in.
final class Http2Frames {
    static final int HEADERS = 1;
    static final int GO_AWAY = 7;

    private static final int RESET = 3;
    private static final int SETTINGS = 4;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;
    private static final int CANCEL = 8;

    private final DataOutputStream out;
    private final DataInputStream in;

    Http2Frames(Socket socket) throws IOException {
        this.out = new DataOutputStream(socket.getOutputStream());
        this.in = new DataInputStream(socket.getInputStream());
    }

    void begin() throws IOException {
        out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        frame(SETTINGS, 0, 0, new byte[0]);
    }

    void get(int stream, String path) throws IOException {
        frame(HEADERS, END_STREAM | END_HEADERS, stream, request(path));
    }

    /// `GET https://x`, without Huffman codes (RFC 7541).
    private static byte[] request(String path) {
        byte[] name = path.getBytes(StandardCharsets.US_ASCII);
        byte[] block = new byte[2 + 3 + 2 + name.length];
        block[0] = (byte) 0x82;
        block[1] = (byte) 0x87;
        block[2] = 0x01;
        block[3] = 1;
        block[4] = 'x';
        block[5] = 0x04;
        block[6] = (byte) name.length;
        System.arraycopy(name, 0, block, 7, name.length);
        return block;
    }

    void reset(int stream) throws IOException {
        frame(RESET, 0, stream, new byte[] {0, 0, 0, CANCEL});
    }

    void endlessHeaders(int stream, int pieces) throws IOException {
        frame(HEADERS, END_STREAM, stream, request("/"));
        byte[] field = {0x00, 1, 'a', 4, 'b', 'b', 'b', 'b'};
        for (int piece = 0; piece < pieces; piece++) {
            frame(CONTINUATION, 0, stream, field);
        }
    }

    private void frame(int type, int flags, int stream, byte[] payload) throws IOException {
        byte[] frame = new byte[9 + payload.length];
        frame[1] = (byte) (payload.length >> 8);
        frame[2] = (byte) payload.length;
        frame[3] = (byte) type;
        frame[4] = (byte) flags;
        frame[5] = (byte) (stream >> 24);
        frame[6] = (byte) (stream >> 16);
        frame[7] = (byte) (stream >> 8);
        frame[8] = (byte) stream;
        System.arraycopy(payload, 0, frame, 9, payload.length);
        out.write(frame);
    }

    /// Reads on until such a frame comes.
    ///
    /// @return whether it came before the end
    boolean readUntil(int wanted, int wantedStream) throws IOException {
        try {
            while (true) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                in.readUnsignedByte();
                int stream = in.readInt();
                in.readFully(new byte[length]);
                if (type == wanted && stream == wantedStream) {
                    return true;
                }
            }
        } catch (EOFException e) {
            return false;
        }
    }

    /// Whether the server says that it is through with this connection, or closes it.
    boolean isGone() throws IOException {
        try {
            readUntil(GO_AWAY, 0);
            return true;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }
}
