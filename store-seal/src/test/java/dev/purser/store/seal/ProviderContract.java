package dev.purser.store.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.purser.store.StoreException;
import dev.purser.store.Value;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What every [Provider] with a key promises. An implementation's tests extend this class.
public abstract class ProviderContract {
    protected static final String KEY = "/registry/secrets/default/s";

    protected static final Value PLAIN = value("a value of some length, so that blocks fill up");

    protected Provider provider;

    /// A provider with a key of its own; another call gives another key under another name.
    protected abstract Provider newProvider();

    /// A provider that bears the name of another, and has another key.
    protected abstract Provider namesake(Provider provider);

    /// Whether a changed byte is always noticed.
    protected boolean authenticates() {
        return true;
    }

    /// Whether a value is bound to the key that it was sealed for.
    protected boolean bindsToStoreKey() {
        return true;
    }

    @BeforeEach
    void makeProvider() {
        provider = newProvider();
    }

    protected static Value value(String text) {
        return Value.of(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsSealedIsOpened() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int size = 0; size < 200; size++) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            Value plain = Value.of(bytes);
            Value sealed = provider.seal(KEY, plain);
            assertThat(provider.open(KEY, sealed))
                    .as("%d bytes, seed %d", size, seed)
                    .isEqualTo(plain);
        }
    }

    @Test
    void aLargeValueIsSealedToo() {
        Value plain = Value.of(new byte[3 << 20]);
        assertThat(provider.open(KEY, provider.seal(KEY, plain))).isEqualTo(plain);
    }

    @Test
    void aSealedValueIsRecognisedAndShowsNothing() {
        Value sealed = provider.seal(KEY, PLAIN);
        assertThat(provider.recognises(sealed)).isTrue();
        assertThat(provider.recognises(PLAIN)).isFalse();
        assertThat(SealedBy.isSealed(sealed)).isTrue();
        assertThat(newProvider().recognises(sealed)).isFalse();
        assertThat(new String(sealed.bytes(), StandardCharsets.ISO_8859_1))
                .doesNotContain("some length");
    }

    @Test
    void theHeaderTellsWhoSealed() {
        Value sealed = provider.seal(KEY, PLAIN);
        SealedBy read = SealedBy.read(sealed);
        assertThat(read.provider()).isEqualTo(provider.name().provider());
        assertThat(read.key()).isEqualTo(provider.name().key());
        assertThat(provider.sealedBy(sealed).key()).isEqualTo(provider.name().key());
        assertThat(provider.isCurrent(sealed)).isTrue();
    }

    @Test
    void theSameValueNeverLooksTheSame() {
        assertThat(provider.seal(KEY, PLAIN)).isNotEqualTo(provider.seal(KEY, PLAIN));
    }

    @Test
    void everyChangedByteIsNoticed() {
        Value sealed = provider.seal(KEY, PLAIN);
        for (int i = 0; i < sealed.size(); i++) {
            byte[] bytes = sealed.bytes().clone();
            bytes[i] ^= 1;
            if (authenticates()) {
                assertRefused(KEY, Value.of(bytes), "byte " + i);
            } else {
                assertNotOpenedTo(PLAIN, Value.of(bytes));
            }
        }
    }

    @Test
    void aValueCutShortIsNoticed() {
        Value sealed = provider.seal(KEY, PLAIN);
        for (int i = 0; i < sealed.size(); i++) {
            Value cut = Value.of(Arrays.copyOf(sealed.bytes(), i));
            if (authenticates()) {
                assertRefused(KEY, cut, i + " bytes");
            } else {
                assertNotOpenedTo(PLAIN, cut);
            }
        }
    }

    @Test
    void anotherKeyOfTheSameNameDoesNotOpen() {
        Provider other = namesake(provider);
        Value sealed = provider.seal(KEY, PLAIN);
        assertThat(other.recognises(sealed)).isTrue();
        if (authenticates()) {
            assertThatThrownBy(() -> other.open(KEY, sealed)).isInstanceOf(StoreException.class);
        }
    }

    @Test
    void aMovedValueDoesNotOpen() {
        Value sealed = provider.seal(KEY, PLAIN);
        if (bindsToStoreKey()) {
            assertRefused(KEY + "2", sealed, "another key");
        } else {
            assertThat(provider.open(KEY + "2", sealed)).isEqualTo(PLAIN);
        }
    }

    /// A provider that does not recognise a value is never asked to open it.
    private void assertRefused(String key, Value sealed, String what) {
        if (provider.recognises(sealed)) {
            assertThatThrownBy(() -> provider.open(key, sealed), what)
                    .isInstanceOf(StoreException.class)
                    .hasMessageNotContaining("some length");
        }
    }

    private void assertNotOpenedTo(Value plain, Value sealed) {
        if (provider.recognises(sealed)) {
            try {
                assertThat(provider.open(KEY, sealed)).isNotEqualTo(plain);
            } catch (StoreException e) {
                assertThat(e).hasMessageContaining(KEY);
            }
        }
    }
}
