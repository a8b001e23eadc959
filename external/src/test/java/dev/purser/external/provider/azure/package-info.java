/// Azure as a stand-in speaks for it: Entra ID and a vault, under their real names, behind a proxy.
@NullMarked
package dev.purser.external.provider.azure;

import org.jspecify.annotations.NullMarked;
