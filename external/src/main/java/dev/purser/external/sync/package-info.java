/// ExternalSecrets and ClusterExternalSecrets: values are fetched from stores, written into Secrets,
/// and fetched again.
///
///     change, timer or push → lane of the store → fetch → template → Secret → status → next time
///
/// What is kept in memory of an ExternalSecret is its name, which stores and keys it reads, and when
/// it is due; of a Secret, whether it is as it was written. No value stays.
@NullMarked
package dev.purser.external.sync;

import org.jspecify.annotations.NullMarked;
