package dev.purser.cel.compile;

import com.google.common.collect.ImmutableCollection;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import dev.cel.checker.CelChecker;
import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.CelTypeProvider;
import dev.cel.common.types.StructType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelListsExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.purser.cel.library.Library;
import dev.purser.cel.schema.DeclaredType;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What expressions of one place may name: functions, variables and types. Immutable and
/// thread-safe; making one takes some milliseconds.
public final class Environment {
    /// As deep as the call stack of any thread surely allows.
    private static final int DEPTH_MAX = 600;

    private static final int EXPRESSION_LENGTH_MAX = 100_000;

    private final CelCompiler compiler;
    private final Library library;
    private final Collection<DeclaredType.ObjectType> types;
    private final Making making;

    /// Whether expressions may make objects.
    private enum Making {
        NOTHING,
        /// Objects of the types `Object`, `Object.spec` and so on, and `JSONPatch`.
        PATCHES
    }

    private Environment(
            CelCompiler compiler,
            Library library,
            Collection<DeclaredType.ObjectType> types,
            Making making) {
        this.compiler = compiler;
        this.library = library;
        this.types = types;
        this.making = making;
    }

    /// An environment without variables, to be extended.
    public static Environment of(Library library) {
        CelOptions options =
                CelOptions.current()
                        .enableOptionalSyntax(true)
                        .enableHeterogeneousNumericComparisons(true)
                        .enableHiddenAccumulatorVar(true)
                        .maxExpressionCodePointSize(EXPRESSION_LENGTH_MAX)
                        .build();
        CelCompilerBuilder builder =
                CelCompilerFactory.standardCelCompilerBuilder()
                        .setOptions(options)
                        .setStandardMacros(Macros.STANDARD)
                        .addMacros(Macros.OWN)
                        .addLibraries(
                                CelExtensions.optional(),
                                CelExtensions.lists(
                                        CelListsExtensions.Function.SLICE,
                                        CelListsExtensions.Function.FLATTEN,
                                        CelListsExtensions.Function.RANGE,
                                        CelListsExtensions.Function.DISTINCT,
                                        CelListsExtensions.Function.REVERSE,
                                        CelListsExtensions.Function.SORT),
                                CelExtensions.sets(options),
                                CelExtensions.comprehensions(),
                                CelExtensions.strings(
                                        CelStringExtensions.Function.CHAR_AT,
                                        CelStringExtensions.Function.INDEX_OF,
                                        CelStringExtensions.Function.JOIN,
                                        CelStringExtensions.Function.LAST_INDEX_OF,
                                        CelStringExtensions.Function.LOWER_ASCII,
                                        CelStringExtensions.Function.QUOTE,
                                        CelStringExtensions.Function.REPLACE,
                                        CelStringExtensions.Function.SPLIT,
                                        CelStringExtensions.Function.SUBSTRING,
                                        CelStringExtensions.Function.TRIM,
                                        CelStringExtensions.Function.UPPER_ASCII))
                        .addFunctionDeclarations(library.declarations());
        return new Environment(builder.build(), library, List.of(), Making.NOTHING);
    }

    /// This environment with the types that patches of objects are made of: `Object` and the types
    /// below it have any field, `JSONPatch` those of RFC 6902.
    public Environment withPatchTypes() {
        return new Environment(compiler, library, types, Making.PATCHES);
    }

    /// This environment with more names.
    ///
    /// @param objectTypes the types of objects that the variables' types are made of
    public Environment with(
            Collection<Variable> variables, Collection<DeclaredType.ObjectType> objectTypes) {
        CelCompilerBuilder builder = compiler.toCompilerBuilder();
        variables.forEach(variable -> builder.addVar(variable.name(), variable.type()));
        if (!objectTypes.isEmpty()) {
            builder.setTypeProvider(new ObjectTypes(objectTypes, List.of()));
        }
        return new Environment(builder.build(), library, objectTypes, making);
    }

    /// Compiles an expression.
    public Compilation compile(String text) {
        CelValidationResult parsed = compiler.parse(text, "<input>");
        if (parsed.hasError()) {
            return new Compilation.Failed(Issues.ofParsing(text, parsed));
        }
        CelAbstractSyntaxTree tree = tree(parsed);
        if (TreeDepth.exceeds(tree.getExpr(), DEPTH_MAX)) {
            return new Compilation.Failed(
                    "ERROR: <input>:-1:0: expression recursion limit exceeded: " + DEPTH_MAX);
        }
        CelValidationResult checked = checker(tree).check(tree);
        if (checked.hasError()) {
            return new Compilation.Failed(Issues.ofChecking(text, tree, checked));
        }
        CelAbstractSyntaxTree typed = tree(checked);
        List<Issue> literals = LiteralChecks.issues(typed);
        return literals.isEmpty()
                ? new Compilation.Done(new CheckedExpression(text, typed, library))
                : new Compilation.Failed(Issues.show(text, literals));
    }

    /// The types of patches have the fields that the expression uses.
    private CelChecker checker(CelAbstractSyntaxTree tree) {
        return switch (making) {
            case NOTHING -> compiler;
            case PATCHES ->
                    compiler.toCompilerBuilder()
                            .setTypeProvider(new ObjectTypes(types, PatchTypes.of(tree.getExpr())))
                            .build();
        };
    }

    private static CelAbstractSyntaxTree tree(CelValidationResult result) {
        try {
            return result.getAst();
        } catch (CelValidationException e) {
            throw new IllegalStateException("no tree although there was no error", e);
        }
    }

    /// Types by their names.
    private static final class ObjectTypes implements CelTypeProvider {
        private final ImmutableMap<String, StructType> types;

        ObjectTypes(Collection<DeclaredType.ObjectType> objects, Collection<StructType> others) {
            Map<String, StructType> byName = new HashMap<>();
            objects.forEach(type -> byName.put(type.name(), type.celType()));
            others.forEach(type -> byName.put(type.name(), type));
            this.types = ImmutableMap.copyOf(byName);
        }

        @Override
        public ImmutableCollection<CelType> types() {
            return ImmutableList.copyOf(types.values());
        }

        @Override
        public Optional<CelType> findType(String name) {
            return Optional.ofNullable(types.get(name));
        }
    }
}
