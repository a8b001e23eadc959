/// What a claim on storage may ask for. Claims are objects of their own, and parts of others:
/// templates of StatefulSets, ephemeral volumes of Pods.
@NullMarked
package dev.purser.api.kind.claim;

import org.jspecify.annotations.NullMarked;
