package dev.purser.server;

import dev.purser.client.testing.ApiContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/// The contract of [dev.purser.client.Api] over real servers, a new one for each test.
abstract class ServedApiContract extends ApiContract {
    @TempDir static Path directory;

    private final List<AutoCloseable> opened = new ArrayList<>();

    final TestingApiServer newServer() {
        try {
            return closing(TestingApiServer.start(directory));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    final <T extends AutoCloseable> T closing(T resource) {
        opened.add(resource);
        return resource;
    }

    @AfterEach
    final void close() throws Exception {
        for (AutoCloseable resource : opened.reversed()) {
            resource.close();
        }
    }
}
