package dev.purser.server.admission.plugin;

/// How many Events are taken (`eventratelimit.admission.k8s.io/v1alpha1` Limit).
///
/// @param type what has a limit of its own each
/// @param perSecond that are taken in the long run
/// @param burst that are taken at once
/// @param rememberedMax how many limits are kept; the ones used longest ago are forgotten
public record EventLimit(Type type, int perSecond, int burst, int rememberedMax) {
    /// What has a limit of its own.
    public enum Type {
        SERVER("Server"),
        NAMESPACE("Namespace"),
        USER("User"),
        SOURCE_AND_OBJECT("SourceAndObject");

        private final String text;

        Type(String text) {
            this.text = text;
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
