package dev.purser.node.settings;

/// A KubeletConfiguration that cannot be followed. The message is for whoever wrote the file; it is
/// kubelet's own where kubelet refuses the same.
public final class KubeletConfigurationException extends Exception {
    private static final long serialVersionUID = 1L;

    public KubeletConfigurationException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
