package dev.purser.cel.run;

import dev.purser.cel.value.Value;

/// Variables and what is reached from them without a call. cel-go resolves them as one, and charges
/// for that once.
final class Attributes {
    private Attributes() {}

    static boolean isAttribute(Node node) {
        return node instanceof Nodes.Variable
                || node instanceof Nodes.Local
                || node instanceof Access.Member;
    }

    /// Evaluates what is a part of another attribute: the name of a variable is free there.
    static Value part(Node node, Frame frame) {
        return switch (node) {
            case Nodes.Local(int slot) -> frame.local(slot);
            case Nodes.Variable(String name) -> frame.variable(name);
            default -> node.evaluate(frame);
        };
    }
}
