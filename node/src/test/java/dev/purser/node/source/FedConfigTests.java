package dev.purser.node.source;

import dev.purser.client.node.ConfigFeed;
import dev.purser.client.testing.FakeApi;
import dev.purser.client.testing.Faults;
import dev.purser.client.time.SystemTimers;
import java.time.Duration;
import java.util.Random;

class FedConfigTests extends ConfigSourceContract {
    @Override
    ConfigSource newSource(FeedingApi of, SystemTimers by, Duration answerWait) {
        return new NodeConfig("n", of, by, new Random(2), answerWait);
    }

    @Override
    boolean isBeginning(Faults.Call call) {
        return call.resource().equals(ConfigFeed.RESOURCE);
    }

    /// One feed for all, also while nothing is named.
    @Override
    boolean isWatching(FakeApi fakeApi, FeedingApi feeding, int objects) {
        return feeding.feedCount() == 1 && fakeApi.watchCount() == 0;
    }
}
