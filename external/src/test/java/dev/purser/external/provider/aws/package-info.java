/// AWS' services as moto speaks for them, and as a stand-in that fails on purpose.
@NullMarked
package dev.purser.external.provider.aws;

import org.jspecify.annotations.NullMarked;
