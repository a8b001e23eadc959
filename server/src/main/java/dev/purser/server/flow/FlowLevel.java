package dev.purser.server.flow;

/// A priority level at work.
///
/// @param shares what it has of the server's seats
/// @param queues its seats and who waits for them
record FlowLevel(PriorityLevel level, SeatShares shares, SeatQueues queues) {
    /// The widest that one of its requests may be.
    int widthMax() {
        return level.queuing()
                .map(queuing -> shares.widthMax(queuing.handSize()))
                .orElse(Integer.MAX_VALUE);
    }
}
