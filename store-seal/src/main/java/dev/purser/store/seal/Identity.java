package dev.purser.store.seal;

import dev.purser.store.StoreException;
import dev.purser.store.Value;

/// Values in the clear. Among a resource's providers it allows such values to be there; as the
/// first, it writes them so.
public final class Identity implements Provider {
    @Override
    public SealedBy name() {
        return SealedBy.NOBODY;
    }

    @Override
    public boolean recognises(Value value) {
        return !SealedBy.isSealed(value);
    }

    @Override
    public Value seal(String storeKey, Value plain) {
        return plain;
    }

    @Override
    public Value open(String storeKey, Value sealed) {
        if (SealedBy.isSealed(sealed)) {
            throw new StoreException(storeKey + " is encrypted");
        }
        return sealed;
    }
}
