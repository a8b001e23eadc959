package dev.purser.node.serve;

/// An error that is answered as kubelet answers it: a status and a bare line of text.
final class PlainFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    PlainFailure(int status, String text) {
        super(text, null, false, false);
        this.status = status;
    }

    int status() {
        return status;
    }

    String text() {
        return String.valueOf(getMessage());
    }
}
