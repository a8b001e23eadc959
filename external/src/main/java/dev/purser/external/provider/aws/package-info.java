/// AWS Secrets Manager and Systems Manager Parameter Store, spoken to by AWS' own SDK. Credentials
/// come from Secrets or by the identity of a service account, and from the machine only when
/// whoever runs the server says so.
@NullMarked
package dev.purser.external.provider.aws;

import org.jspecify.annotations.NullMarked;
