package dev.purser.api.kind.builtin;

import dev.purser.api.extension.RuleEngine;
import dev.purser.api.kind.certificate.RequestReader;
import java.time.InstantSource;

/// What rules need beside the object they look at.
///
/// @param engine checks the rules that CustomResourceDefinitions state
/// @param requests reads requests for certificates
/// @param clock tells the time that some rules note
public record KindServices(RuleEngine engine, RequestReader requests, InstantSource clock) {
    /// Takes for granted what only a server can check.
    public static KindServices trusting(InstantSource clock) {
        return new KindServices(RuleEngine.NONE, RequestReader.TRUSTING, clock);
    }
}
