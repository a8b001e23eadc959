package dev.purser.server.admission.policy;

import dev.purser.api.resource.Catalog;
import dev.purser.server.authz.Authorizer;
import dev.purser.server.object.ObjectSource;
import java.util.function.Supplier;

/// What policies find around them.
///
/// @param objects where policies, their bindings and parameters are
/// @param catalog all resources as they are now
/// @param authorizer what expressions ask about who may do what
public record PolicySurroundings(
        ObjectSource objects, Supplier<Catalog> catalog, Authorizer authorizer) {

    /// The same objects, by what matching asks of them.
    public ClusterView cluster() {
        return new ClusterView(objects, catalog);
    }

    /// What tells others about requests.
    public RequestFacts facts() {
        return new RequestFacts(cluster(), authorizer);
    }
}
