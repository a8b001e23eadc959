package dev.purser.wire.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.eclipse.jetty.io.AbstractConnection;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes the place of the HTTP connection once the client's upgrade to SPDY was answered.
final class UpgradedConnection extends AbstractConnection implements Connection.UpgradeTo {
    private static final Logger LOG = LoggerFactory.getLogger(UpgradedConnection.class);

    private final Conversation conversation;
    private ByteBuffer early = BufferUtil.EMPTY_BUFFER;

    UpgradedConnection(EndPoint endPoint, Executor executor, Conversation conversation) {
        super(endPoint, executor);
        this.conversation = conversation;
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
        Thread.ofVirtual().name("spdy").start(this::talk);
    }

    /// Not used: the conversation's thread waits for the end point itself.
    @Override
    public void onFillable() {
        throw new IllegalStateException("a conversation is read by its own thread");
    }

    private void talk() {
        try (EndPointLink link = new EndPointLink(getEndPoint(), early)) {
            conversation.hold(link);
        } catch (IOException e) {
            LOG.debug("A client's streams ended: {}", e.toString());
        }
    }
}
