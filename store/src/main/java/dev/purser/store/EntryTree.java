package dev.purser.store;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// An ordered set of entries that never changes: every write gives a new tree that shares all but a
/// few nodes with the old one.
///
/// Because of that, a reader holds on to the state of one revision for as long as it likes without
/// a lock, and keeping thousands of past revisions costs only what they changed. The tree is
/// weight-balanced (Hirai and Yamamoto, "Balancing weight-balanced trees", 2011): the sizes that
/// keep it balanced also count a range without visiting it.
public final class EntryTree {
    /// How much heavier one side may be than the other before nodes are rotated.
    private static final int MAX_IMBALANCE = 3;

    /// Below this ratio of inner to outer grandchild a single rotation restores the balance.
    private static final int SINGLE_ROTATION_RATIO = 2;

    private static final EntryTree EMPTY = new EntryTree(null);

    private final @Nullable Node root;

    private EntryTree(@Nullable Node root) {
        this.root = root;
    }

    /// The tree without entries.
    public static EntryTree empty() {
        return EMPTY;
    }

    /// A tree of entries that are already in the order of their keys, each key once.
    public static EntryTree ofSorted(List<Entry> entries) {
        for (int i = 1; i < entries.size(); i++) {
            if (entries.get(i - 1).key().compareTo(entries.get(i).key()) >= 0) {
                throw new IllegalArgumentException("keys out of order: " + entries.get(i).key());
            }
        }
        return new EntryTree(build(entries, 0, entries.size()));
    }

    public int size() {
        return sizeOf(root);
    }

    public Optional<Entry> get(String key) {
        Node node = root;
        while (node != null) {
            int order = key.compareTo(node.entry.key());
            if (order == 0) {
                return Optional.of(node.entry);
            }
            node = order < 0 ? node.left : node.right;
        }
        return Optional.empty();
    }

    /// A tree where this entry stands in place of what its key had.
    public EntryTree with(Entry entry) {
        return new EntryTree(insert(root, entry));
    }

    /// A tree without this key.
    public EntryTree without(String key) {
        return new EntryTree(remove(root, key));
    }

    /// The entries below a prefix whose keys follow `afterKey`, in order.
    ///
    /// @param afterKey empty to begin with the first
    /// @param limit the most to return; 0 for all
    public List<Entry> list(String prefix, String afterKey, int limit) {
        Range range = new Range(prefix, afterKey);
        int max = limit == 0 ? Integer.MAX_VALUE : limit;
        List<Entry> found = new ArrayList<>((int) Math.min(range.count(root), max));
        range.collect(root, max, found);
        return Collections.unmodifiableList(found);
    }

    /// How many entries below a prefix have keys that follow `afterKey`; takes logarithmic time.
    public long count(String prefix, String afterKey) {
        return new Range(prefix, afterKey).count(root);
    }

    /// The number of nodes from the root to the deepest leaf; tests hold the balance with it.
    int depth() {
        return depthOf(root);
    }

    private static int depthOf(@Nullable Node node) {
        return node == null ? 0 : 1 + Math.max(depthOf(node.left), depthOf(node.right));
    }

    private static @Nullable Node build(List<Entry> entries, int from, int to) {
        if (from == to) {
            return null;
        }
        int middle = (from + to) >>> 1;
        return new Node(
                entries.get(middle), build(entries, from, middle), build(entries, middle + 1, to));
    }

    private static Node insert(@Nullable Node node, Entry entry) {
        if (node == null) {
            return new Node(entry, null, null);
        }
        int order = entry.key().compareTo(node.entry.key());
        if (order == 0) {
            return new Node(entry, node.left, node.right);
        }
        return order < 0
                ? balanced(node.entry, insert(node.left, entry), node.right)
                : balanced(node.entry, node.left, insert(node.right, entry));
    }

    private static @Nullable Node remove(@Nullable Node node, String key) {
        if (node == null) {
            return null;
        }
        int order = key.compareTo(node.entry.key());
        if (order < 0) {
            return balanced(node.entry, remove(node.left, key), node.right);
        }
        if (order > 0) {
            return balanced(node.entry, node.left, remove(node.right, key));
        }
        return join(node.left, node.right);
    }

    /// Joins what was left and right of a removed node.
    private static @Nullable Node join(@Nullable Node left, @Nullable Node right) {
        if (left == null) {
            return right;
        }
        if (right == null) {
            return left;
        }
        if (left.size > right.size) {
            Entry last = last(left);
            return balanced(last, remove(left, last.key()), right);
        }
        Entry first = first(right);
        return balanced(first, left, remove(right, first.key()));
    }

    private static Entry first(Node node) {
        return node.left == null ? node.entry : first(node.left);
    }

    private static Entry last(Node node) {
        return node.right == null ? node.entry : last(node.right);
    }

    private static Node balanced(Entry entry, @Nullable Node left, @Nullable Node right) {
        int leftSize = sizeOf(left);
        int rightSize = sizeOf(right);
        if (leftSize + rightSize > 1) {
            if (right != null && rightSize > MAX_IMBALANCE * leftSize) {
                return rotatedLeft(entry, left, right);
            }
            if (left != null && leftSize > MAX_IMBALANCE * rightSize) {
                return rotatedRight(entry, left, right);
            }
        }
        return new Node(entry, left, right);
    }

    private static Node rotatedLeft(Entry entry, @Nullable Node left, Node right) {
        Node inner = right.left;
        if (inner == null || inner.size < SINGLE_ROTATION_RATIO * sizeOf(right.right)) {
            return new Node(right.entry, new Node(entry, left, inner), right.right);
        }
        return new Node(
                inner.entry,
                new Node(entry, left, inner.left),
                new Node(right.entry, inner.right, right.right));
    }

    private static Node rotatedRight(Entry entry, Node left, @Nullable Node right) {
        Node inner = left.right;
        if (inner == null || inner.size < SINGLE_ROTATION_RATIO * sizeOf(left.left)) {
            return new Node(left.entry, left.left, new Node(entry, inner, right));
        }
        return new Node(
                inner.entry,
                new Node(left.entry, left.left, inner.left),
                new Node(entry, inner.right, right));
    }

    private static int sizeOf(@Nullable Node node) {
        return node == null ? 0 : node.size;
    }

    private static final class Node {
        final Entry entry;
        final @Nullable Node left;
        final @Nullable Node right;
        final int size;

        Node(Entry entry, @Nullable Node left, @Nullable Node right) {
            this.entry = entry;
            this.left = left;
            this.right = right;
            this.size = sizeOf(left) + 1 + sizeOf(right);
        }
    }

    /// The keys that start with the prefix and follow `afterKey`: one stretch of the order.
    private record Range(String prefix, String afterKey) {
        private boolean isBefore(String key) {
            return key.compareTo(prefix) < 0 || key.compareTo(afterKey) <= 0;
        }

        private boolean isAfter(String key) {
            return key.compareTo(prefix) > 0 && !key.startsWith(prefix);
        }

        void collect(@Nullable Node node, int max, List<Entry> found) {
            if (node == null || found.size() >= max) {
                return;
            }
            String key = node.entry.key();
            boolean before = isBefore(key);
            boolean after = isAfter(key);
            if (!before) {
                collect(node.left, max, found);
            }
            if (!before && !after && found.size() < max) {
                found.add(node.entry);
            }
            if (!after) {
                collect(node.right, max, found);
            }
        }

        long count(@Nullable Node root) {
            long before = 0;
            for (Node node = root; node != null; ) {
                boolean right = isBefore(node.entry.key());
                before += right ? sizeOf(node.left) + 1 : 0;
                node = right ? node.right : node.left;
            }
            long upToEnd = 0;
            for (Node node = root; node != null; ) {
                boolean right = !isAfter(node.entry.key());
                upToEnd += right ? sizeOf(node.left) + 1 : 0;
                node = right ? node.right : node.left;
            }
            return Math.max(0, upToEnd - before);
        }
    }
}
