package dev.purser.server.flow;

/// What one level has of the server's seats by its configuration.
///
/// @param nominal its own
/// @param least its own without what may be lent
/// @param most its own with what it may borrow
record SeatShares(int nominal, int least, int most) {
    private static final double PERCENT = 100;

    /// @param total the server's seats
    /// @param allShares the sum of all levels' shares
    static SeatShares of(PriorityLevel level, int total, long allShares) {
        int nominal =
                allShares == 0
                        ? 0
                        : (int) Math.ceil((double) total * level.shares() / (double) allShares);
        int lendable = (int) Math.round(nominal * level.lendablePercent() / PERCENT);
        int borrowable =
                level.limit() instanceof PriorityLevel.Seats seats
                                && seats.borrowingPercent().isPresent()
                        ? (int) Math.round(nominal * seats.borrowingPercent().getAsInt() / PERCENT)
                        : total;
        return new SeatShares(nominal, nominal - lendable, nominal + borrowable);
    }

    /// The widest that one request may be, so that a flow's hand of queues can hold several.
    int widthMax(int handSize) {
        double some = Math.ceil(nominal * 0.15);
        return (int) Math.max(1, Math.min(some, Math.floorDiv(nominal, handSize)));
    }
}
