package dev.purser.node.image;

import dev.purser.node.cri.CriException;
import dev.purser.node.cri.CriImages;
import dev.purser.node.cri.RegistryCredential;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Remembers which images this node fetched from a registry itself, in a file, so that they can be
/// told from those that somebody loaded and that no registry may have. Thread-safe.
public final class PulledImages implements CriImages {
    private static final Logger LOG = LoggerFactory.getLogger(PulledImages.class);

    private final CriImages images;
    private final Path file;
    private final Set<String> ids = new TreeSet<>();

    /// @param file has the image of a line; need not exist
    public PulledImages(CriImages images, Path file) throws IOException {
        this.images = images;
        this.file = file;
        if (Files.exists(file)) {
            ids.addAll(Files.readAllLines(file));
        }
    }

    /// Whether this node fetched the image, and so can most likely fetch it again.
    public synchronized boolean wasPulled(Image image) {
        return ids.contains(image.id());
    }

    @Override
    public Optional<Image> find(String reference) {
        return images.find(reference);
    }

    /// An image that was there already, under whatever name, is not this node's.
    @Override
    public String pull(String reference, Optional<RegistryCredential> credential) {
        List<String> before = images.list().stream().map(Image::id).toList();
        String digest = images.pull(reference, credential);
        images.find(reference)
                .map(Image::id)
                .filter(id -> !before.contains(id))
                .ifPresent(this::add);
        return digest;
    }

    private synchronized void add(String id) {
        if (ids.add(id)) {
            save();
        }
    }

    @Override
    public List<Image> list() {
        return images.list();
    }

    @Override
    public void remove(String reference) {
        images.remove(reference);
        forgetGone();
    }

    private void forgetGone() {
        Set<String> present = new TreeSet<>();
        try {
            images.list().forEach(each -> present.add(each.id()));
        } catch (CriException e) {
            LOG.debug("The images cannot be listed", e);
            return;
        }
        synchronized (this) {
            if (ids.retainAll(present)) {
                save();
            }
        }
    }

    /// What cannot be noted is kept for good, which is the safe side.
    private void save() {
        try {
            Path next = file.resolveSibling(file.getFileName() + ".next");
            Files.write(next, ids);
            Files.move(
                    next,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("The list of pulled images could not be written", e);
        }
    }
}
