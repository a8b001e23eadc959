/// Priority and fairness: which requests go on at once, and which wait for their turn (KEP-1040,
/// "API Priority and Fairness", `flowcontrol.apiserver.k8s.io`).
///
/// A request belongs to the first [dev.purser.server.flow.FlowSchema] that it matches, and by it to
/// a [dev.purser.server.flow.PriorityLevel]. Every level has a share of the server's seats
/// ([dev.purser.server.flow.SeatShares]), and lends what it does not use to others
/// ([dev.purser.server.flow.SeatAllocation]). Within a level requests wait in
/// [dev.purser.server.flow.SeatQueues], sharded by flow, so that one sender's flood delays that
/// sender alone. [dev.purser.server.flow.FlowControl] puts these together.
@NullMarked
package dev.purser.server.flow;

import org.jspecify.annotations.NullMarked;
