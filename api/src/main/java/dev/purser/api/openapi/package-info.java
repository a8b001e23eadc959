/// The OpenAPI documents, versions 2 and 3, from which clients learn fields, merge keys and
/// parameters. Built from the schemas and the catalog when somebody asks.
@NullMarked
package dev.purser.api.openapi;

import org.jspecify.annotations.NullMarked;
