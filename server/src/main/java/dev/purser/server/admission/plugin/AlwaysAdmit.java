package dev.purser.server.admission.plugin;

import dev.purser.server.admission.AdmissionPlugin;

/// Lets everything through, as it would be without it.
public final class AlwaysAdmit implements AdmissionPlugin {}
