package dev.purser.node.cri;

import io.grpc.Status;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Images in memory, and a registry that has none unless a test says so. Thread-safe.
public final class FakeImages implements CriImages {
    private final Map<String, Image> images = new LinkedHashMap<>();
    private final Map<String, Image> registry = new LinkedHashMap<>();
    private final Map<String, String> guards = new LinkedHashMap<>();
    private final List<String> pulls = new ArrayList<>();

    /// An image is here.
    public synchronized void put(String name) {
        images.put(name, image(name));
    }

    /// An image that runs as this user is here.
    public synchronized void put(String name, Image image) {
        images.put(name, image);
    }

    /// An image can be fetched.
    public synchronized void publish(String name) {
        registry.put(name, image(name));
    }

    /// An image can be fetched by one user.
    public synchronized void publish(String name, String username) {
        publish(name);
        guards.put(name, username);
    }

    private static Image image(String name) {
        return new Image("sha256:" + name, List.of(name), List.of(), 1000, null, "");
    }

    public synchronized List<String> pulls() {
        return List.copyOf(pulls);
    }

    @Override
    public synchronized Optional<Image> find(String reference) {
        return Optional.ofNullable(images.get(reference));
    }

    @Override
    public synchronized String pull(String reference, Optional<RegistryCredential> credential) {
        pulls.add(reference);
        String who = credential.map(RegistryCredential::username).orElse("");
        if (!guards.getOrDefault(reference, who).equals(who)) {
            throw new CriException(Status.Code.UNKNOWN, "unauthorized: not for '" + who + "'");
        }
        Image image = registry.get(reference);
        if (image == null) {
            throw new CriException(Status.Code.UNKNOWN, "no such host");
        }
        images.put(reference, image);
        return image.id();
    }

    @Override
    public synchronized List<Image> list() {
        return List.copyOf(images.values());
    }

    @Override
    public synchronized void remove(String reference) {
        images.entrySet()
                .removeIf(each ->
                        each.getKey().equals(reference) || each.getValue().id().equals(reference));
    }
}
