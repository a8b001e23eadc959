package dev.purser.external.template;

/// Why a template gives no text, in the words of Go's engine where it has some: where (line and
/// column) and what. Never tells a value.
public final class TemplateException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String place;

    /// @param place where in which template, such as `tls.crt:2:7`; empty when it is about no place
    public TemplateException(String message, String place) {
        super(message);
        this.place = place;
    }

    public TemplateException(String message) {
        this(message, "");
    }

    /// The message, which every exception of this kind has.
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /// Where in which template; empty when it is about no place.
    public String place() {
        return place;
    }
}
