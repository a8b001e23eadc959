package dev.purser.app.command;

import dev.purser.app.data.DataDirectory;
import dev.purser.node.containerd.ContainerdException;
import dev.purser.node.containerd.ContainerdLayout;
import dev.purser.node.containerd.ContainerdProcess;
import dev.purser.node.containerd.ContainerdPrograms;
import dev.purser.node.image.ImageLoader;

/// The images of a running Purser's containerd, reached from another process.
final class NodeImages {
    private NodeImages() {}

    /// @throws CommandFailure when there is no running containerd
    static ImageLoader of(DataDirectory directory) {
        try {
            ContainerdLayout layout = new ContainerdLayout(directory.containerd());
            ContainerdPrograms programs = ContainerdPrograms.find();
            if (new ContainerdProcess(layout, programs).running().isEmpty()) {
                throw new CommandFailure(
                        "there is no running node on %s: start one with ./purser up"
                                .formatted(directory.root()));
            }
            return new ImageLoader(programs.ctr(), layout.socket());
        } catch (ContainerdException e) {
            throw new CommandFailure("the node's images cannot be reached: " + e.getMessage(), e);
        }
    }
}
