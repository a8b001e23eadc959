/// Custom resources at run time: CustomResourceDefinitions become resources that are served like
/// any other, and are taken care of as Kubernetes' API server itself does it — names accepted,
/// established, and emptied before they go.
///
/// [dev.purser.server.custom.Definitions] follows the store, so that a resource is served before
/// the write that established it is answered. [dev.purser.server.custom.DefinitionWorker] writes
/// the statuses.
@NullMarked
package dev.purser.server.custom;

import org.jspecify.annotations.NullMarked;
