/// Reads which admission plugins there are to be, and their settings, from options and files
/// (`apiserver.config.k8s.io/v1` AdmissionConfiguration).
@NullMarked
package dev.purser.server.admission.configuration;

import org.jspecify.annotations.NullMarked;
