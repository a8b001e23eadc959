/// The endpoints of Services with a selector, in both forms: EndpointSlices, and Endpoints for
/// older clients. Follows the controllers `endpointslice` and `endpoints` of
/// kube-controller-manager.
@NullMarked
package dev.purser.controllers.endpoint;

import org.jspecify.annotations.NullMarked;
