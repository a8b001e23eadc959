"""Where a node may differ from the recordings, and why. Each entry is as narrow as its reason."""
import re

# (situation, what, text, reason): the first three are regular expressions; a difference is allowed if all three are found in it.
EXCEPTIONS = [
    ("view", "cgroup$", r"/kubepods/.*/purser[0-9a-f]+/", "each Purser has a cgroup of its own, so that several run side by side"),
    ("view", "ls /$", r"total (36|40)|sbin$", "the test image has /sbin"),
    ("view", "/v/down$", r"annotations", "the time that a pod was seen is told to the second here"),
    ("view", "^token", r"\.header\.alg: recorded \"RS256\", here \"ES256\"", "the key that signs tokens is an elliptic one here"),
    ("view", "exec absent command", r"recorded \"error: Internal error occurred: Internal error occurred: (.*)\", here \"error: Internal error occurred: \1\"", "Kubernetes says it twice: the API server takes the node's error for its own"),
    ("view", "exec absent container", r"here \"(error|Error from server \(BadRequest\)): container zz is not valid for pod plain", "kubectl before 1.37 asks the server first"),
    ("view", "logs -c absent", r"here \"error: container zz is not valid for pod multi\"", "a text of kubectl's, which had no list before 1.37"),
    ("kubectl", "get pod once -o yaml", r"missing: (resources:|limits:|memory: 9007199254740988Ki)$", "that node's cgroups show no limit as this number"),
    ("kubectl", "describe secret", "another order", "kubectl's own order, that of a map"),
    ("kubectl", "exec waits", r'container not found \("c"\)$', "told as a Status, where kubelet answers with a text"),
    ("", "log previous", r'recorded (\["|")unable to retrieve container logs', "the two newest lives of a container are kept here, so the log of the last but one is there"),
    ("finalizer|exceeded", "log logs", r'recorded (\["|")unable to retrieve container logs', "logs stay here until the pod's object is gone"),
    ("", "event", r"missing: .*Readiness probe errored and resulted in unknown state.*(no running task found|CONTAINER_EXITED)", "a race of kubelet's: it probes a container that it has just ended"),
    ("image by digest absent|invalid image name", "log logs", r"image can't be pulled.*trying and failing to pull image", "the pause before the next pull is told at once"),
    ("delete of an unschedulable pod", "log -f", "not found in namespace", "a text of kubectl's, which asks again after the pod is gone"),
    ("cm missing, by envFrom", "event", r'missing: .*(Pulling image|Failed to pull image|Error: ErrImagePull)', "the first recording: the image was not on that node yet"),
    ("two volumes, both missing", "order of events", "FailedMount', 'FailedMount", "kubelet mounts volumes side by side"),
    ("liveness failure of a container that ignores TERM", "state|end", r"restartCount: recorded 2, here 1|ends with recorded state 6", "the recording's pod was deleted during a second restart, which is a matter of milliseconds"),
    ("two containers, one completes", "state", r"^2/2  Running  0 differs", "kubelet missed this run between two looks"),
    ("exit [03], restartPolicy", "state", r"^1/1  Running  [03] differs", "kubelet missed this run between two looks"),
    ("restartable sidecar, main completes", "state", r"^1/2  Init:1/2  0 differs from 4.*initContainerStatuses\[1\]\.state\.running: only here", "kubelet missed this run between two looks"),
    ("again and again after 12s", "state|end", r"exitCode: recorded 0, here 137|ends with recorded state 11", "the recording's container happened to end by itself while it was being stopped"),
    ("one container runs, the other has an absent image", "state", r"^1/2  ContainerCreating  0 differs from 4.*state\.waiting\.reason: recorded \"ErrImagePull\", here \"ContainerCreating\"", "kubelet waits for a pull before it looks at anything else"),
    ("http liveness probe connection refused", "state|end", r"restartCount: recorded 2, here 1|ends with recorded state 6", "the recording's pod was deleted during a second restart, which is a matter of milliseconds"),
    ("nodeName of a node that is absent", "log", "no connection to node", "said plainly; Kubernetes says that a pod of the node's name is not found"),
    ("http readiness and liveness probe succeed", "event", r"only here: .*Liveness probe failed.*connection refused", "on a busy machine the program is asked before it listens"),
    ("ephemeral-storage limit exceeded", "state|end", r"^(\.status\.resources|[^;]* 0/1  Error  0: \.status\.resources)\.limits: only here: \{\"ephemeral-storage\": \"2Mi\"\}; \.status\.resources\.requests: only here: \{\"ephemeral-storage\": \"2Mi\"\}$|ends with recorded state 4", "kubelet leaves them out of a pod's resources once it has read its cgroup, though the container has them"),
    ("ephemeral container with an absent image", "event", r"only here: .*(Back-off pulling image|Error: ImagePullBackOff)", "the pause before the next pull is told at once"),
    ("liveness exec probe writes output", "state|event", r"0/1  (CrashLoopBackOff|Terminating)  2 differs|only here: .*Back-off restarting|missing: .*Stopping container c", "on a busy machine the probe fails once more before the pod is deleted"),
    ("extended resource the node lacks", "state|end", r"^[^;]*\.status\.resources\.limits: only here: \{\"example.com/gpu\": \"1\"\}; \.status\.resources\.requests: only here: \{\"example.com/gpu\": \"1\"\}$|ends with recorded state 4", "kubelet leaves them out of a pod's resources once it has read its cgroup, though the container has them"),
]


def allowed(situation, what, text):
    """The reason why a difference is allowed, or None."""
    return next((reason for s, w, t, reason in EXCEPTIONS if re.search(s, situation) and re.search(w, what) and re.search(t, text)), None)
