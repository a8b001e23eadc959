package dev.purser.api.kind.core;

import dev.purser.api.kind.KindRules;
import java.util.Optional;

/// ComponentStatuses, which nobody can write.
public final class ComponentStatusRules implements KindRules {
    @Override
    public Optional<String> deprecation() {
        return Optional.of("v1 ComponentStatus is deprecated in v1.19+");
    }

    @Override
    public Optional<String> nameWhenMissing() {
        return Optional.of("componentstatus");
    }
}
