package dev.purser.client.remote;

import java.time.Duration;

/// What a caller bears of a server that is slow or lavish.
///
/// @param connect until the connection stands
/// @param answer until the whole answer is there; of a watch, until it begins
/// @param answerBytes the largest answer, and the largest event of a watch
public record RemoteLimits(Duration connect, Duration answer, long answerBytes) {
    /// For a server that one trusts: answers of any size.
    public static RemoteLimits generous() {
        return new RemoteLimits(Duration.ofSeconds(10), Duration.ofSeconds(60), Long.MAX_VALUE);
    }
}
