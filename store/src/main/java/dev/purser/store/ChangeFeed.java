package dev.purser.store;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// Hands changes to the subscribers of a store. The store calls [#publish] for one change at a
/// time, in revision order; subscribers come and go from any thread.
public final class ChangeFeed {
    private final List<Subscriber> subscribers = new CopyOnWriteArrayList<>();

    /// Adds a subscriber that gets everything published from now on.
    public Store.Subscription add(Consumer<Change> consumer) {
        Subscriber subscriber = new Subscriber(consumer);
        subscribers.add(subscriber);
        return () -> subscribers.remove(subscriber);
    }

    public void publish(Change change) {
        for (Subscriber subscriber : subscribers) {
            subscriber.consumer.accept(change);
        }
    }

    /// Ends all subscriptions.
    public void clear() {
        subscribers.clear();
    }

    /// Has an identity of its own, since one consumer may subscribe twice.
    private static final class Subscriber {
        final Consumer<Change> consumer;

        Subscriber(Consumer<Change> consumer) {
            this.consumer = consumer;
        }
    }
}
