package dev.purser.app.serve;

import dev.purser.client.Api;
import dev.purser.client.time.SystemTimers;
import dev.purser.external.definition.DefinitionKeeper;
import dev.purser.external.definition.Ownership;
import java.time.InstantSource;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Secrets from elsewhere, beside the server. It starts beside the start, and works only while the
/// kinds of `external-secrets.io` are Purser's own: where an operator keeps them, Purser does not.
final class ExternalPart implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ExternalPart.class);

    private final SystemTimers timers;
    private final DefinitionKeeper definitions;

    private ExternalPart(Function<String, Api> apis, InstantSource clock, RandomGenerator random) {
        this.timers = new SystemTimers(clock);
        this.definitions =
                new DefinitionKeeper(
                        apis.apply(DefinitionKeeper.FIELD_MANAGER),
                        timers,
                        random,
                        ExternalPart::changed);
    }

    /// @param apis the API by field manager, with the rights of the role of these controllers
    static ExternalPart start(
            Function<String, Api> apis, InstantSource clock, RandomGenerator random) {
        ExternalPart part = new ExternalPart(apis, clock, random);
        part.definitions.start();
        return part;
    }

    private static void changed(Ownership ownership) {
        switch (ownership) {
            case Ownership.Ours _ -> LOG.info("external secrets are kept");
            case Ownership.Foreign foreign ->
                    LOG.warn(
                            "external secrets are not kept by Purser: {}; it leaves them to whoever"
                                    + " does",
                            foreign.reason());
            case Ownership.Pending pending ->
                    LOG.warn("external secrets are not kept: {}", pending.reason());
        }
    }

    /// Whose the kinds are now.
    Ownership ownership() {
        return definitions.ownership();
    }

    @Override
    public void close() {
        definitions.close();
        timers.close();
    }
}
