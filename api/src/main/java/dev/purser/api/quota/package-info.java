/// What objects use up of a ResourceQuota: amounts by resource name, how each kind is measured
/// ([dev.purser.api.quota.Usage]) and which objects a quota is about
/// ([dev.purser.api.quota.QuotaSpec]). Admission checks with it, the quota controller counts with
/// it.
@NullMarked
package dev.purser.api.quota;

import org.jspecify.annotations.NullMarked;
