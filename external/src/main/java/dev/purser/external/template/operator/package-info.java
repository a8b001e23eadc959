/// The functions that the External Secrets Operator adds to Sprig's: PEM, PKCS #12, JSON Web Keys,
/// RSA, YAML.
@NullMarked
package dev.purser.external.template.operator;

import org.jspecify.annotations.NullMarked;
