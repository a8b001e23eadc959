/// The rules of Jobs and CronJobs.
@NullMarked
package dev.purser.api.kind.batch;

import org.jspecify.annotations.NullMarked;
