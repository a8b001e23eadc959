package dev.purser.wire.stream;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the place of the HTTP connection once the client's upgrade was answered, and copies bytes
/// both ways. When either side ends, both are closed, as kube-apiserver does it.
final class TunnelConnection extends AbstractConnection implements Connection.UpgradeTo {
    private static final Logger LOG = LoggerFactory.getLogger(TunnelConnection.class);
    private static final int BUFFER_BYTES = 32 * 1024;

    private final RuntimeConnection runtime;
    private final EndPointStreams client;
    private ByteBuffer early = BufferUtil.EMPTY_BUFFER;

    TunnelConnection(EndPoint endPoint, Executor executor, RuntimeConnection runtime) {
        super(endPoint, executor);
        this.runtime = runtime;
        this.client = new EndPointStreams(endPoint);
    }

    /// Takes what the client sent right behind its request.
    @Override
    public void onUpgradeTo(ByteBuffer buffer) {
        early = BufferUtil.copy(buffer);
        BufferUtil.clear(buffer);
    }

    @Override
    public void onOpen() {
        super.onOpen();
        getEndPoint().setIdleTimeout(0);
        Thread.ofVirtual().name("tunnel-to-runtime").start(() -> copy(this::toRuntime));
        Thread.ofVirtual().name("tunnel-to-client").start(() -> copy(this::toClient));
    }

    @Override
    public void onClose(@Nullable Throwable cause) {
        closeRuntime();
        super.onClose(cause);
    }

    /// Not used: the copying threads wait for the end point themselves.
    @Override
    public void onFillable() {
        throw new IllegalStateException("a tunnel is read by its own thread");
    }

    private void copy(Direction direction) {
        try {
            direction.run();
        } catch (IOException e) {
            LOG.debug("A tunnel ended: {}", e.toString());
        } finally {
            closeRuntime();
            getEndPoint().close();
        }
    }

    private void toRuntime() throws IOException {
        OutputStream out = runtime.out();
        out.write(BufferUtil.toArray(early));
        for (ByteBuffer bytes = client.read(); bytes.hasRemaining(); bytes = client.read()) {
            out.write(BufferUtil.toArray(bytes));
        }
    }

    private void toClient() throws IOException {
        InputStream in = runtime.in();
        byte[] buffer = new byte[BUFFER_BYTES];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            client.write(ByteBuffer.wrap(buffer, 0, length));
        }
    }

    private void closeRuntime() {
        try {
            runtime.close();
        } catch (IOException e) {
            LOG.debug("Closing the runtime's connection: {}", e.toString());
        }
    }

    private interface Direction {
        void run() throws IOException;
    }
}
