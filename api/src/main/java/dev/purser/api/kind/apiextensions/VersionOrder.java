package dev.purser.api.kind.apiextensions;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The order of version names, the best first: `v2`, `v1`, `v1beta2`, `v1beta1`, `v1alpha1`, and
/// then all others by the alphabet.
public final class VersionOrder implements Comparator<String> {
    private static final Pattern KNOWN =
            Pattern.compile("v([1-9][0-9]*)(?:(alpha|beta)([1-9][0-9]*))?");

    @Override
    public int compare(String a, String b) {
        Matcher left = KNOWN.matcher(a);
        Matcher right = KNOWN.matcher(b);
        boolean knowsLeft = left.matches();
        boolean knowsRight = right.matches();
        if (!knowsLeft || !knowsRight) {
            return knowsLeft == knowsRight ? a.compareTo(b) : knowsLeft ? -1 : 1;
        }
        int byStage = Integer.compare(stage(right), stage(left));
        if (byStage != 0) {
            return byStage;
        }
        int byMajor = number(right, 1).compareTo(number(left, 1));
        return byMajor != 0 ? byMajor : number(right, 3).compareTo(number(left, 3));
    }

    private static int stage(Matcher version) {
        String stage = version.group(2);
        return stage == null ? 2 : stage.equals("beta") ? 1 : 0;
    }

    private static BigInteger number(Matcher version, int group) {
        String digits = version.group(group);
        return digits == null ? BigInteger.ZERO : new BigInteger(digits);
    }
}
