/// Who did what, and when: events about requests, as `audit.k8s.io/v1` has them, written to a log
/// or sent to a webhook.
///
/// A [dev.purser.server.audit.AuditPolicy] decides how much is said of a request; an
/// [dev.purser.server.audit.Auditor] follows the request and makes an event at each of its stages;
/// an [dev.purser.server.audit.AuditBackend] takes the events. Format, stages and matching are
/// those of Kubernetes. One rule goes beyond it: what carries secrets is never shown, whatever the
/// policy says ([dev.purser.server.audit.Confidentiality]).
@NullMarked
package dev.purser.server.audit;

import org.jspecify.annotations.NullMarked;
