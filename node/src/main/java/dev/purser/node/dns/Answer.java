package dev.purser.node.dns;

import java.util.List;

/// What this server knows of a name.
sealed interface Answer {
    /// The name is the cluster's, even if there is no record of the type that was asked for.
    record Known(List<DnsRecord> records) implements Answer {
        public Known {
            records = List.copyOf(records);
        }
    }

    /// The name would be the cluster's, and is not there.
    record Unknown() implements Answer {}

    /// The name is another one for a name outside.
    record Elsewhere(DnsRecord.Alias alias) implements Answer {}

    /// The name is not the cluster's to know.
    record Foreign() implements Answer {}
}
