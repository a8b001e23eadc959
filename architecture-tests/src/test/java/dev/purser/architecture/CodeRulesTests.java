package dev.purser.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.conditions.ArchConditions.beAnnotatedWith;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CodeRulesTests {
    private static final List<String> MODULES =
            List.of(
                    "api",
                    "store",
                    "client",
                    "wire",
                    "encryption",
                    "cel",
                    "server",
                    "controllers",
                    "external",
                    "node",
                    "app");
    private static final Set<String> GENERATED =
            Set.of(
                    "dev.purser.node.cri.events",
                    "dev.purser.node.cri.leases",
                    "dev.purser.node.cri.snapshots",
                    "dev.purser.node.probe.health");
    private static final JavaClasses PURSER =
            new ClassFileImporter()
                    .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                    .importPackages("dev.purser")
                    .that(
                            describe(
                                    "are written by hand",
                                    type -> !GENERATED.contains(type.getPackageName())));

    private static void holds(ArchRule rule) {
        rule.check(PURSER);
    }

    @Nested
    class Layers {
        /// What each module may see of the others; the order of docs/ARCHITECTURE.md.
        private static final Map<String, Set<String>> MAY_SEE =
                Map.ofEntries(
                        Map.entry("api", Set.of()),
                        Map.entry("store", Set.of()),
                        Map.entry("client", Set.of("api")),
                        Map.entry("encryption", Set.of("api", "store", "client")),
                        Map.entry("cel", Set.of("api")),
                        Map.entry("wire", Set.of("api", "client")),
                        Map.entry("server", Set.of("api", "store", "client", "wire", "cel")),
                        Map.entry("controllers", Set.of("api", "client")),
                        Map.entry("external", Set.of("api", "client", "wire", "controllers")),
                        Map.entry("node", Set.of("api", "client", "wire")),
                        Map.entry(
                                "app",
                                Set.of(
                                        "api",
                                        "store",
                                        "client",
                                        "wire",
                                        "encryption",
                                        "cel",
                                        "server",
                                        "controllers",
                                        "external",
                                        "node")));

        @Test
        void everyModuleImportsOnlyThoseAboveIt() {
            for (String module : MODULES) {
                String[] forbidden =
                        MODULES.stream()
                                .filter(other ->
                                        !other.equals(module)
                                                && !MAY_SEE.getOrDefault(module, Set.of())
                                                        .contains(other))
                                .map(other -> "dev.purser." + other + "..")
                                .toArray(String[]::new);
                if (forbidden.length > 0) {
                    holds(
                            noClasses()
                                    .that()
                                    .resideInAPackage("dev.purser." + module + "..")
                                    .should()
                                    .dependOnClassesThat()
                                    .resideInAnyPackage(forbidden));
                }
            }
        }

        @Test
        void noPackagesOfAModuleDependOnEachOtherInACircle() {
            for (String module : MODULES) {
                holds(
                        slices().matching("dev.purser." + module + ".(*)..")
                                .should()
                                .beFreeOfCycles());
            }
        }

        @Test
        void jettyIsSeenOnlyWhereHttpIsSpoken() {
            holds(
                    noClasses()
                            .that()
                            .resideOutsideOfPackages(
                                    "dev.purser.wire.http..", "dev.purser.wire.stream..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage("org.eclipse.jetty.."));
        }

        /// An SDK that nobody uses is never loaded.
        @Test
        void eachSdkIsSeenByItsProviderAlone() {
            Map.of(
                            "vault", "io.github.jopenlibs..",
                            "aws", "software.amazon..",
                            "azure", "com.azure..")
                    .forEach((provider, sdk) ->
                            holds(
                                    noClasses()
                                            .that()
                                            .resideInAPackage("dev.purser..")
                                            .and()
                                            .resideOutsideOfPackage(
                                                    "dev.purser.external.provider."
                                                            + provider
                                                            + "..")
                                            .should()
                                            .dependOnClassesThat()
                                            .resideInAPackage(sdk)));
        }

        @Test
        void grpcIsSpokenOnlyWhereTheOtherSideSpeaksIt() {
            holds(
                    noClasses()
                            .that()
                            .resideInAPackage("dev.purser..")
                            .and()
                            .resideOutsideOfPackages(
                                    "dev.purser.node.cri..",
                                    "dev.purser.node.probe..",
                                    "dev.purser.encryption.kms..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAnyPackage("io.grpc..", "io.netty.."));
        }
    }

    @Nested
    class State {
        @Test
        void thereAreNoMutableStatics() {
            holds(
                    fields().that()
                            .areStatic()
                            .and()
                            .areDeclaredInClassesThat()
                            .resideInAPackage("dev.purser..")
                            .should()
                            .beFinal());
        }
    }

    @Nested
    class Surroundings {
        private static final String[] WIRING = {"dev.purser.app.."};

        @Test
        void timeComesFromAConstructor() {
            holds(
                    noClasses()
                            .that()
                            .resideOutsideOfPackages(WIRING)
                            .should()
                            .callMethod(Instant.class, "now")
                            .orShould()
                            .callMethod(LocalDateTime.class, "now")
                            .orShould()
                            .callMethod(ZonedDateTime.class, "now")
                            .orShould()
                            .callMethod(System.class, "currentTimeMillis"));
        }

        @Test
        void randomnessComesFromAConstructor() {
            holds(
                    noClasses()
                            .that()
                            .resideOutsideOfPackages(WIRING)
                            .should()
                            .callConstructor(Random.class)
                            .orShould()
                            .callConstructor(SecureRandom.class)
                            .orShould()
                            .callMethod(Math.class, "random")
                            .orShould()
                            .callMethod(ThreadLocalRandom.class, "current"));
        }

        @Test
        void onlyTheTerminalPrints() {
            holds(
                    noClasses()
                            .that()
                            .resideOutsideOfPackage("dev.purser.app.terminal..")
                            .should()
                            .accessField(System.class, "out")
                            .orShould()
                            .accessField(System.class, "err")
                            .orShould()
                            .callMethod(Throwable.class, "printStackTrace"));
        }

        @Test
        void onlyTheProgramEndsTheProcess() {
            holds(
                    noClasses()
                            .that()
                            .resideOutsideOfPackages(WIRING)
                            .should()
                            .callMethod(System.class, "exit", int.class));
        }
    }

    @Nested
    class Names {
        @Test
        void classNamesSayWhatTheyAre() {
            holds(
                    noClasses()
                            .that()
                            .resideInAPackage("dev.purser..")
                            .should()
                            .haveNameMatching(".*(Utils?|Helpers?|Managers?|Impl|Common)(\\$.*)?"));
        }

        @Test
        void everyPackageIsNullMarked() {
            holds(
                    classes()
                            .that()
                            .resideInAPackage("dev.purser..")
                            .and()
                            .haveSimpleName("package-info")
                            .should(beAnnotatedWith(NullMarked.class)));
            holds(
                    classes()
                            .that()
                            .resideInAPackage("dev.purser..")
                            .should(liveInADocumentedPackage()));
        }

        private static ArchCondition<JavaClass> liveInADocumentedPackage() {
            return new ArchCondition<>("live in a package with a package-info") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    if (type.getPackage().tryGetPackageInfo().isEmpty()) {
                        events.add(
                                SimpleConditionEvent.violated(
                                        type,
                                        type.getPackageName()
                                                + " has no package-info, seen at "
                                                + type.getName()));
                    }
                }
            };
        }
    }

    @Nested
    class Signatures {
        private static final int PARAMETERS_MAX = 5;

        @Test
        void publicMethodsTakeNoBooleanAndFewParameters() {
            holds(
                    methods()
                            .that()
                            .areDeclaredInClassesThat()
                            .resideInAPackage("dev.purser..")
                            .and()
                            .areDeclaredInClassesThat()
                            .areTopLevelClasses()
                            .and()
                            .arePublic()
                            .should(haveFewParameters()));
        }

        private static ArchCondition<JavaMethod> haveFewParameters() {
            return new ArchCondition<>("have at most " + PARAMETERS_MAX + " parameters") {
                @Override
                public void check(JavaMethod method, ConditionEvents events) {
                    if (method.getRawParameterTypes().size() > PARAMETERS_MAX) {
                        events.add(
                                SimpleConditionEvent.violated(
                                        method, method.getFullName() + " has too many parameters"));
                    }
                }
            };
        }
    }
}
