package dev.purser.node.volume;

/// One volume cannot be set up; the message is what follows `MountVolume.SetUp failed for volume
/// "x" : ` in the event.
final class SetUpException extends Exception {
    private static final long serialVersionUID = 1L;

    SetUpException(String message) {
        super(message);
    }

    @Override
    public String getMessage() {
        String message = super.getMessage();
        return message == null ? "" : message;
    }
}
