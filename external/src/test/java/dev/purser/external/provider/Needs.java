package dev.purser.external.provider;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// What a backend must be able to do for a test of the contract; without it, the test is skipped
/// and says why.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
@interface Needs {
    SecretsBackend.Ability value();
}
