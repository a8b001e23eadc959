package dev.purser.client.node;

import java.io.IOException;
import java.nio.ByteBuffer;

/// One `exec` or `attach`: a command in a container with a client at the other end.
///
/// One thread calls [#run]; another one gives input, which may begin before [#run]; any thread
/// closes.
public non-sealed interface CommandSession extends StreamTarget, AutoCloseable {
    /// Which streams the client asked for.
    NodeStreams.Streams streams();

    /// Starts the command, hands out what it writes, and returns once it has ended and all its
    /// output was taken. To be called once.
    ///
    /// @return how it ended, also if it could not be started
    /// @throws IOException when the output throws it: the client has gone
    CommandEnd run(Output output) throws IOException, InterruptedException;

    /// Gives bytes to the command's standard input. Blocks while the command takes none; returns at
    /// once when it reads no more or the session is over.
    void input(ByteBuffer content) throws InterruptedException;

    /// Ends the command's standard input; what was given before is still read.
    void endInput();

    /// Changes the size of the command's terminal, if it has one.
    void resize(int width, int height);

    /// Lets go of the command, as when the client has gone: its streams end, and it goes on without
    /// them. May be repeated.
    @Override
    void close();

    /// Takes a command's output; blocks while the client is slow. Called by one thread for each of
    /// the two streams.
    interface Output {
        void stdout(ByteBuffer content) throws IOException;

        void stderr(ByteBuffer content) throws IOException;
    }
}
