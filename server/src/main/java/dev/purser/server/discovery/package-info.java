/// What a server says about itself: health, version, groups and resources, OpenAPI.
@NullMarked
package dev.purser.server.discovery;

import org.jspecify.annotations.NullMarked;
