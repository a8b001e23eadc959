package dev.purser.external.template.sprig;

import dev.purser.external.template.run.Arguments;
import dev.purser.external.template.run.CallException;
import dev.purser.external.template.run.FunctionTable;
import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.Utf8;
import dev.purser.external.template.value.Value;
import java.util.Base64;
import java.util.UUID;
import java.util.random.RandomGenerator;

/// Functions that give another value each time.
final class RandomFunctions {
    private static final String DIGITS = "0123456789";
    private static final String LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    private static final long UUID_VERSION = 0x4000L;
    private static final long UUID_VARIANT = 1L << 63;
    private static final int SHUFFLED_MAX = 1 << 20;

    private final RandomGenerator random;

    private RandomFunctions(RandomGenerator random) {
        this.random = random;
    }

    static void addTo(FunctionTable table, RandomGenerator generator) {
        RandomFunctions random = new RandomFunctions(generator);
        table.add("randAlphaNum", a -> random.text(a, LETTERS + DIGITS), GoType.INT);
        table.add("randAlpha", a -> random.text(a, LETTERS), GoType.INT);
        table.add("randNumeric", a -> random.text(a, DIGITS), GoType.INT);
        table.add("randAscii", a -> random.text(a, ascii()), GoType.INT);
        table.add("randBytes", random::bytes, GoType.INT);
        table.add("randInt", random::integer, GoType.INT, GoType.INT);
        table.add("uuidv4", _ -> Value.of(random.uuid()));
        table.add("shuffle", random::shuffle, GoType.STRING);
    }

    private static String ascii() {
        StringBuilder ascii = new StringBuilder();
        for (char c = ' '; c < 0x7F; c++) {
            ascii.append(c);
        }
        return ascii.toString();
    }

    private Value text(Arguments arguments, String alphabet) throws CallException {
        long count = Math.max(0, arguments.whole(0));
        arguments.expect(count);
        StringBuilder text = new StringBuilder((int) count);
        for (long i = 0; i < count; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return Value.of(text.toString());
    }

    private Value bytes(Arguments arguments) throws CallException {
        long count = arguments.whole(0);
        if (count < 0) {
            throw new CallException("runtime error: makeslice: len out of range");
        }
        arguments.expect(2 * count);
        byte[] bytes = new byte[(int) count];
        random.nextBytes(bytes);
        return Value.of(Utf8.of(Base64.getEncoder().encode(bytes)));
    }

    private Value integer(Arguments arguments) throws CallException {
        if (arguments.whole(1) <= arguments.whole(0)) {
            throw new CallException("invalid argument to Intn");
        }
        return Value.of(random.nextLong(arguments.whole(0), arguments.whole(1)));
    }

    private String uuid() {
        long high = (random.nextLong() & ~0xF000L) | UUID_VERSION;
        long low = (random.nextLong() >>> 2) | UUID_VARIANT;
        return new UUID(high, low).toString();
    }

    private Value shuffle(Arguments arguments) throws CallException {
        int[] runes = Utf8.runes(arguments.text(0)).limit(SHUFFLED_MAX).toArray();
        arguments.charge(runes.length);
        for (int i = runes.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int rune = runes[i];
            runes[i] = runes[other];
            runes[other] = rune;
        }
        StringBuilder shuffled = new StringBuilder();
        for (int rune : runes) {
            shuffled.append(Utf8.encode(rune));
        }
        return Value.of(shuffled.toString());
    }
}
