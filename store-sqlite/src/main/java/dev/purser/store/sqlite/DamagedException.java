package dev.purser.store.sqlite;

/// The file holds something that Purser did not write there.
final class DamagedException extends Exception {
    private static final long serialVersionUID = 1L;

    DamagedException(String message) {
        super(message);
    }
}
