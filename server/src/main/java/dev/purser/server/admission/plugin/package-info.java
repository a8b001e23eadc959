/// The admission plugins, one class each, named as in Kubernetes.
/// [dev.purser.server.admission.plugin.AdmissionPlugins] puts them in order.
@NullMarked
package dev.purser.server.admission.plugin;

import org.jspecify.annotations.NullMarked;
