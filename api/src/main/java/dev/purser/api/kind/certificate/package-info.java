/// The rules of requests for certificates, and of bundles of certificates to trust.
@NullMarked
package dev.purser.api.kind.certificate;

import org.jspecify.annotations.NullMarked;
