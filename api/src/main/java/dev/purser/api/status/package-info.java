/// How the API says no: reasons, the Status object, and the field errors inside an Invalid one.
@NullMarked
package dev.purser.api.status;

import org.jspecify.annotations.NullMarked;
