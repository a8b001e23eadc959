package dev.purser.node.source;

import dev.purser.client.testing.FakeApi;
import dev.purser.client.testing.Faults;
import dev.purser.client.time.SystemTimers;
import java.time.Duration;
import java.util.Random;

class WatchedConfigTests extends ConfigSourceContract {
    @Override
    ConfigSource newSource(FeedingApi of, SystemTimers by, Duration answerWait) {
        return new WatchedConfig(of, by, new Random(2), answerWait);
    }

    @Override
    boolean isBeginning(Faults.Call call) {
        return call.verb().equals("list") && !call.resource().resource().equals("pods");
    }

    @Override
    boolean isWatching(FakeApi fakeApi, FeedingApi feeding, int objects) {
        return fakeApi.watchCount() == objects;
    }
}
