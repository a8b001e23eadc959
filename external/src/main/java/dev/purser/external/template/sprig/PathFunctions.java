package dev.purser.external.template.sprig;

import dev.purser.external.template.run.FunctionTable;
import dev.purser.external.template.value.GoType;
import dev.purser.external.template.value.Value;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.UnaryOperator;

/// Functions of paths, which have slashes.
final class PathFunctions {
    private PathFunctions() {}

    static void addTo(FunctionTable table) {
        add(table, "base", "osBase", PathFunctions::base);
        add(table, "dir", "osDir", PathFunctions::directory);
        add(table, "clean", "osClean", PathFunctions::clean);
        add(table, "ext", "osExt", PathFunctions::extension);
        table.add("isAbs", a -> Value.of(a.text(0).startsWith("/")), GoType.STRING);
        table.alias("osIsAbs", "isAbs");
    }

    private static void add(
            FunctionTable table, String name, String osName, UnaryOperator<String> change) {
        table.add(name, a -> Value.of(change.apply(a.text(0))), GoType.STRING);
        table.alias(osName, name);
    }

    private static String base(String path) {
        if (path.isEmpty()) {
            return ".";
        }
        int end = path.length();
        while (end > 0 && path.charAt(end - 1) == '/') {
            end--;
        }
        return end == 0 ? "/" : path.substring(path.lastIndexOf('/', end - 1) + 1, end);
    }

    private static String directory(String path) {
        return clean(path.substring(0, path.lastIndexOf('/') + 1));
    }

    private static String extension(String path) {
        int dot = path.lastIndexOf('.');
        return dot > path.lastIndexOf('/') ? path.substring(dot) : "";
    }

    private static String clean(String path) {
        boolean rooted = path.startsWith("/");
        Deque<String> kept = new ArrayDeque<>();
        for (String part : path.split("/")) {
            if (part.isEmpty() || part.equals(".")) {
                continue;
            }
            boolean up = part.equals("..");
            if (up && !kept.isEmpty() && !kept.getLast().equals("..")) {
                kept.removeLast();
            } else if (!up || !rooted) {
                kept.addLast(part);
            }
        }
        String joined = String.join("/", kept);
        if (rooted) {
            return "/" + joined;
        }
        return joined.isEmpty() ? "." : joined;
    }
}
