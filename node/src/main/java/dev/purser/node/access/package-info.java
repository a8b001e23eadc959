/// Who calls the node's own API, and what they may do: the API server is asked both, as kubelet
/// asks it (`TokenReview`, `SubjectAccessReview`). No answer is kept, so what was taken from
/// somebody is gone at once.
@NullMarked
package dev.purser.node.access;

import org.jspecify.annotations.NullMarked;
