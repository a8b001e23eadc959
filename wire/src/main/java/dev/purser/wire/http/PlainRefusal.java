package dev.purser.wire.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.DetectorConnectionFactory;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.Callback;

/// Takes connections that begin with TLS, and tells those that begin with plain HTTP what is wrong,
/// in the words of Go's server. Everything else is closed without a word.
final class PlainRefusal extends DetectorConnectionFactory {
    private static final byte[] ANSWER =
            "HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n"
                    .getBytes(StandardCharsets.US_ASCII);

    PlainRefusal(SslConnectionFactory tls) {
        super(tls);
    }

    @Override
    protected void nextProtocol(Connector connector, EndPoint endPoint, ByteBuffer buffer) {
        boolean letter =
                buffer.hasRemaining() && Character.isUpperCase(buffer.get(buffer.position()));
        buffer.clear().limit(0);
        if (letter) {
            endPoint.write(Callback.from(endPoint::close), ByteBuffer.wrap(ANSWER));
        } else {
            endPoint.close();
        }
    }
}
