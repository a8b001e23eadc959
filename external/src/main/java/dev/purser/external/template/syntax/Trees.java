package dev.purser.external.template.syntax;

import dev.purser.external.template.syntax.Node.Block;
import dev.purser.external.template.syntax.Node.Literal;
import dev.purser.external.template.syntax.Node.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The templates that a text defines.
public final class Trees {
    private final Map<String, Block> byName = new HashMap<>();

    Trees() {}

    public Optional<Block> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /// Adds a template. An empty one may be there before or come later.
    ///
    /// @return whether there is no other of the name
    boolean add(String name, Block tree) {
        Block before = byName.get(name);
        if (before == null || isEmpty(before)) {
            byName.put(name, tree);
            return true;
        }
        return isEmpty(tree);
    }

    private static boolean isEmpty(Block tree) {
        return tree.statements().stream().allMatch(Trees::isBlank);
    }

    private static boolean isBlank(Statement statement) {
        return statement instanceof Literal literal && literal.text().isBlank();
    }
}
