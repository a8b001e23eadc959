/// The kinds of `external-secrets.io` as CustomResourceDefinitions, the roles that come with them,
/// and who keeps them on a server: Purser, or an operator that somebody else has installed.
@NullMarked
package dev.purser.external.definition;

import org.jspecify.annotations.NullMarked;
