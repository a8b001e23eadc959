package dev.purser.server;

import java.io.IOException;
import java.nio.file.Path;

/// Runs a [TestingApiServer] until it is killed, for experiments by hand: directory and port are
/// the arguments, the admin's token is [TestingApiServer#ADMIN_TOKEN].
final class ServeByHand {
    private ServeByHand() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        try (TestingApiServer server =
                TestingApiServer.start(Path.of(args[0]), Integer.parseInt(args[1]))) {
            System.out.println("serving " + server.uri());
            Thread.currentThread().join();
        }
    }
}
