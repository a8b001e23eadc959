package dev.purser.external.provider.fake;

import java.util.Comparator;

/// A key and its version, which may be empty. Versions of a key follow each other as texts do.
record FakeKey(String key, String version) implements Comparable<FakeKey> {
    private static final Comparator<FakeKey> ORDER =
            Comparator.comparing(FakeKey::key).thenComparing(FakeKey::version);

    @Override
    public int compareTo(FakeKey other) {
        return ORDER.compare(this, other);
    }
}
