package dev.purser.controllers.object;

import dev.purser.client.Api;
import dev.purser.client.cache.Informers;
import dev.purser.client.event.CountingEventRecorder;
import dev.purser.client.event.EventRecorder;
import dev.purser.client.event.EventSource;
import dev.purser.client.event.EventWriter;
import dev.purser.client.time.Timers;
import java.util.random.RandomGenerator;

/// What every controller is built from.
///
/// @param api under the identity of whoever it is given to; the informers have one of their own
public record ControllerContext(
        Api api, Informers informers, Timers timers, EventWriter events, RandomGenerator random) {

    /// The same with the API of somebody else.
    public ControllerContext with(Api other) {
        return new ControllerContext(other, informers, timers, events, random);
    }

    /// A recorder for a component's events.
    public EventRecorder recorder(String component) {
        return new CountingEventRecorder(api, EventSource.of(component), events, timers);
    }
}
