/// Azure Key Vault, spoken to by Azure's own SDK: secrets, public keys and certificates. Identities
/// come from Secrets or by the tokens of service accounts, and from the machine only when whoever
/// runs the server says so.
@NullMarked
package dev.purser.external.provider.azure;

import org.jspecify.annotations.NullMarked;
