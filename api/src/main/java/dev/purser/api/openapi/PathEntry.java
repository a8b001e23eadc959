package dev.purser.api.openapi;

import java.util.List;

/// A path with everything that can be done there.
///
/// @param path with its parameters in braces: `/api/v1/namespaces/{namespace}/configmaps`
/// @param parameters that all operations share
record PathEntry(String path, List<Parameter> parameters, List<Operation> operations) {}
