/// Checks that many kinds share, each with Kubernetes' words for what is wrong: names, labels,
/// annotations, ObjectMeta, ports, resource amounts.
///
/// Checks of a text return what is wrong with it, so that the caller says where; checks of a tree
/// report to [dev.purser.api.status.FieldErrors] under a path.
@NullMarked
package dev.purser.api.validation;

import org.jspecify.annotations.NullMarked;
