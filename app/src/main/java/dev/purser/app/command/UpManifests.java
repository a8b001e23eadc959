package dev.purser.app.command;

import dev.purser.api.meta.KubeObject;
import dev.purser.app.data.Instance;
import dev.purser.app.manifest.ManifestException;
import dev.purser.app.manifest.ManifestFiles;
import java.nio.file.Path;
import java.util.List;

/// The manifests of `up -f`, read before anything is started, so that a wrong file starts nothing.
final class UpManifests {
    private UpManifests() {}

    static List<KubeObject> read(Path path, Instance.Mode mode) {
        if (mode == Instance.Mode.API_ONLY) {
            throw new CommandFailure("-f needs controllers: leave out --api-only");
        }
        try {
            return ManifestFiles.read(path);
        } catch (ManifestException e) {
            throw new CommandFailure("-f: " + e.getMessage(), e);
        }
    }
}
