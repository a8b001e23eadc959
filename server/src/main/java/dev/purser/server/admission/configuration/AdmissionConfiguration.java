package dev.purser.server.admission.configuration;

import dev.purser.server.admission.AdmissionSettings;
import dev.purser.server.admission.KnownPlugin;
import dev.purser.server.admission.configuration.ConfigurationForm.Source;
import dev.purser.server.admission.plugin.EventLimit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// What the options about admission ask for, named as kube-apiserver's.
///
/// @param enabled plugins besides those that work by default
/// @param disabled plugins that are not to work
/// @param file configurations of plugins
public record AdmissionConfiguration(
        List<String> enabled, List<String> disabled, Optional<Path> file) {

    /// Reads the file, and checks everything.
    ///
    /// @throws ConfigurationException with what is wrong, in one line
    public AdmissionSettings read() throws ConfigurationException {
        Set<KnownPlugin> plugins = plugins();
        PluginConfigurations given =
                file.isPresent()
                        ? PluginConfigurations.read(file.get(), plugins)
                        : PluginConfigurations.none();
        AdmissionSettings defaults = AdmissionSettings.defaults();
        return new AdmissionSettings(
                plugins,
                read(given, KnownPlugin.POD_SECURITY, PodSecurityForm::read)
                        .orElse(defaults.podSecurity()),
                read(given, KnownPlugin.POD_NODE_SELECTOR, NodeSelectorForm::read)
                        .orElse(defaults.nodeSelectors()),
                read(given, KnownPlugin.POD_TOLERATION_RESTRICTION, TolerationForm::read)
                        .orElse(defaults.tolerations()),
                plugins.contains(KnownPlugin.EVENT_RATE_LIMIT) ? eventLimits(given) : List.of());
    }

    /// The plugins that are to work.
    private Set<KnownPlugin> plugins() throws ConfigurationException {
        List<String> wrong = new ArrayList<>();
        Set<KnownPlugin> on = known("enable", enabled, wrong);
        Set<KnownPlugin> off = known("disable", disabled, wrong);
        Set<String> both = new TreeSet<>(enabled);
        both.retainAll(new LinkedHashSet<>(disabled));
        if (!both.isEmpty()) {
            wrong.add(
                    "[%s] in enable-admission-plugins and disable-admission-plugins overlapped"
                            .formatted(String.join(" ", both)));
        }
        if (!wrong.isEmpty()) {
            throw new ConfigurationException(
                    wrong.size() == 1 ? wrong.getFirst() : "[" + String.join(", ", wrong) + "]");
        }
        Set<KnownPlugin> plugins = EnumSet.copyOf(KnownPlugin.defaults());
        plugins.addAll(on);
        plugins.removeAll(off);
        return plugins;
    }

    private static Set<KnownPlugin> known(String what, List<String> names, List<String> wrong) {
        Set<KnownPlugin> plugins = EnumSet.noneOf(KnownPlugin.class);
        for (String name : names) {
            KnownPlugin.of(name)
                    .ifPresentOrElse(
                            plugins::add,
                            () ->
                                    wrong.add(
                                            "%s-admission-plugins plugin \"%s\" is unknown"
                                                    .formatted(what, name)));
        }
        return plugins;
    }

    @FunctionalInterface
    private interface Reader<T> {
        T read(Source source) throws ConfigurationException;
    }

    private static <T> Optional<T> read(
            PluginConfigurations given, KnownPlugin plugin, Reader<T> reader)
            throws ConfigurationException {
        Optional<Source> source = given.of(plugin);
        if (source.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(reader.read(source.get()));
        } catch (ConfigurationException e) {
            throw of(plugin, e);
        }
    }

    private static List<EventLimit> eventLimits(PluginConfigurations given)
            throws ConfigurationException {
        try {
            return EventLimitForm.read(given.of(KnownPlugin.EVENT_RATE_LIMIT));
        } catch (ConfigurationException e) {
            throw of(KnownPlugin.EVENT_RATE_LIMIT, e);
        }
    }

    private static ConfigurationException of(KnownPlugin plugin, ConfigurationException e) {
        String failure =
                e instanceof ConfigurationException.Senseless
                        ? "failed to initialize"
                        : "couldn't init";
        return new ConfigurationException(
                "%s admission plugin \"%s\": %s".formatted(failure, plugin, e.getMessage()), e);
    }
}
