package dev.purser.node.volume;

import dev.purser.api.meta.KubeObject;
import dev.purser.node.environment.ConfigErrorException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;

/// Prepares the volumes of pods and keeps them current. Thread-safe; calls for one pod are carried
/// out one after the other.
///
/// The pod is [held][dev.purser.node.source.ConfigSource#hold] before it is prepared. From the
/// first successful preparation until [#tearDown] its files follow the ConfigMaps and Secrets they
/// show, and its tokens are renewed.
public interface PodVolumes {
    /// Sets up every volume of the pod, or brings them to what the pod says now; what is there
    /// already, also from before a restart of this process, is kept. The pod's labels and
    /// annotations may have changed since the last call, so call it for every change of the pod.
    ///
    /// @return the directory or file of the host for each volume, by the volume's name
    /// @throws VolumeException when some volumes failed; the others are set up
    Map<String, Path> prepare(KubeObject pod) throws VolumeException, InterruptedException;

    /// The path of the host that a container mounts for a `volumeMount` with a subPath, pinned:
    /// later swaps of the volume do not change it, and no symlink leads out of the volume. A
    /// missing directory is made.
    ///
    /// @throws ConfigErrorException with kubelet's text when there is no such path
    Path subPath(SubPathMount mount) throws ConfigErrorException;

    /// Unmounts and removes everything of a pod whose containers are gone. Does nothing when there
    /// is nothing.
    void tearDown(String podUid);

    /// The uids of all pods that have a directory on this node, so that those of pods which no
    /// longer exist can be torn down after a restart.
    Set<String> podUids();

    /// The directory of a pod on this node; volumes, `etc-hosts` and termination messages live in
    /// it.
    Path podDirectory(String podUid);

    /// A volume mount that shows a part of a volume.
    ///
    /// @param index the place of the mount in the container's list
    /// @param subPath relative, already expanded
    record SubPathMount(
            String podUid, String container, int index, String volume, String subPath) {}

    /// Hears of problems and of changes that arose later than the preparation. Called from a thread
    /// of the volumes; must return fast.
    interface Listener {
        /// A volume could not follow a change; its files keep their last content.
        void failed(String podUid, VolumeFailure failure);

        /// The files of a volume show a new state.
        void updated(String podUid, String volume);
    }
}
