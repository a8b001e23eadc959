package dev.purser.server.registry;

import java.util.random.RandomGenerator;

/// Makes names from prefixes, as `k8s.io/apiserver/pkg/storage/names` does.
final class Names {
    private static final String ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
    private static final int SUFFIX_LENGTH = 5;
    private static final int PREFIX_LENGTH_MAX = 63 - SUFFIX_LENGTH;

    private final RandomGenerator random;

    Names(RandomGenerator random) {
        this.random = random;
    }

    /// A prefix, shortened where it has to be, with five random characters.
    String generate(String prefix) {
        StringBuilder name = new StringBuilder(prefix);
        name.setLength(Math.min(prefix.length(), PREFIX_LENGTH_MAX));
        for (int i = 0; i < SUFFIX_LENGTH; i++) {
            name.append(ALPHABET.charAt(random.nextInt(ALPHABET.length())));
        }
        return name.toString();
    }
}
