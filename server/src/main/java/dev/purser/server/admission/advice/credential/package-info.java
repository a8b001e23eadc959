/// Tells values that are credentials from those that are not, with few false alarms: by the shapes
/// of tokens that providers give out, and by names that ask for a secret beside values that no
/// person would call a word. Nothing here keeps, logs or returns a value.
@NullMarked
package dev.purser.server.admission.advice.credential;

import org.jspecify.annotations.NullMarked;
