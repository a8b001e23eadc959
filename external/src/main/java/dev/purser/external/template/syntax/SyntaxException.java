package dev.purser.external.template.syntax;

/// Why a text is no template.
public final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;

    SyntaxException(int line, String message) {
        super(message);
        this.line = line;
    }

    /// The message, which every exception of this kind has.
    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }

    /// Where in the text, from 1.
    public int line() {
        return line;
    }
}
