package dev.purser.cel.library;

import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.purser.api.validation.NameFormat;
import dev.purser.cel.value.EvaluationException;
import dev.purser.cel.value.OpaqueValue;
import dev.purser.cel.value.Value;
import java.util.List;

/// Questions about who may do what:
/// `authorizer.group('').resource('pods').check('list').allowed()`.
final class AuthorizerFunctions {
    private AuthorizerFunctions() {}

    /// The value of the variable `authorizer`.
    record AuthorizerValue(Authority authority) implements OpaqueValue {
        @Override
        public String typeName() {
            return KubeTypes.AUTHORIZER.name();
        }
    }

    record PathCheck(Authority authority, String path) implements OpaqueValue {
        @Override
        public String typeName() {
            return KubeTypes.PATH_CHECK.name();
        }
    }

    record GroupCheck(Authority authority, String group) implements OpaqueValue {
        @Override
        public String typeName() {
            return KubeTypes.GROUP_CHECK.name();
        }
    }

    record ResourceCheck(Authority authority, Authority.Query query) implements OpaqueValue {
        @Override
        public String typeName() {
            return KubeTypes.RESOURCE_CHECK.name();
        }
    }

    record DecisionValue(Authority.Verdict verdict) implements OpaqueValue {
        @Override
        public String typeName() {
            return KubeTypes.DECISION.name();
        }
    }

    static List<Function> all() {
        return List.of(
                step(
                        "path",
                        "authorizer_path",
                        KubeTypes.AUTHORIZER,
                        KubeTypes.PATH_CHECK,
                        AuthorizerFunctions::path),
                step(
                        "group",
                        "authorizer_group",
                        KubeTypes.AUTHORIZER,
                        KubeTypes.GROUP_CHECK,
                        arguments ->
                                new GroupCheck(authority(arguments), Arguments.text(arguments, 1))),
                Function.of(
                        "serviceAccount",
                        Overload.member(
                                "authorizer_serviceaccount",
                                KubeTypes.AUTHORIZER,
                                AuthorizerFunctions::serviceAccount,
                                KubeTypes.AUTHORIZER,
                                SimpleType.STRING,
                                SimpleType.STRING)),
                step(
                        "resource",
                        "groupcheck_resource",
                        KubeTypes.GROUP_CHECK,
                        KubeTypes.RESOURCE_CHECK,
                        AuthorizerFunctions::resource),
                detail(
                        "subresource",
                        "resourcecheck_subresource",
                        Authority.Query::withSubresource),
                detail("namespace", "resourcecheck_namespace", Authority.Query::withNamespace),
                detail("name", "resourcecheck_name", Authority.Query::withName),
                detail(
                        "fieldSelector",
                        "authorizer_fieldselector",
                        Authority.Query::withFieldSelector),
                detail(
                        "labelSelector",
                        "authorizer_labelselector",
                        Authority.Query::withLabelSelector),
                Function.of(
                        "check",
                        check("pathcheck_check", KubeTypes.PATH_CHECK),
                        check("resourcecheck_check", KubeTypes.RESOURCE_CHECK)),
                answer("errored", SimpleType.BOOL, verdict -> Value.Bool.FALSE),
                answer("error", SimpleType.STRING, verdict -> new Value.Text("")),
                answer("allowed", SimpleType.BOOL, verdict -> Value.Bool.of(verdict.allowed())),
                answer("reason", SimpleType.STRING, verdict -> new Value.Text(verdict.reason())));
    }

    private static Function step(String name, String id, CelType from, CelType to, Body body) {
        return Function.of(name, Overload.member(id, to, body, from, SimpleType.STRING));
    }

    private static Function detail(
            String name,
            String id,
            java.util.function.BiFunction<Authority.Query, String, Authority.Query> change) {
        return step(
                name,
                id,
                KubeTypes.RESOURCE_CHECK,
                KubeTypes.RESOURCE_CHECK,
                arguments -> {
                    ResourceCheck check = Arguments.of(ResourceCheck.class, arguments, 0);
                    return new ResourceCheck(
                            check.authority(),
                            change.apply(check.query(), Arguments.text(arguments, 1)));
                });
    }

    private static Overload check(String id, CelType from) {
        return Overload.member(
                id, KubeTypes.DECISION, AuthorizerFunctions::decide, from, SimpleType.STRING);
    }

    private static Function answer(
            String name,
            CelType result,
            java.util.function.Function<Authority.Verdict, Value> read) {
        return Function.of(
                name,
                Overload.member(
                        "decision_" + name,
                        result,
                        arguments ->
                                read.apply(
                                        Arguments.of(DecisionValue.class, arguments, 0).verdict()),
                        KubeTypes.DECISION));
    }

    private static Authority authority(List<Value> arguments) {
        return Arguments.of(AuthorizerValue.class, arguments, 0).authority();
    }

    private static Value path(List<Value> arguments) {
        String path = Arguments.text(arguments, 1);
        if (path.isBlank()) {
            throw new EvaluationException("path must not be empty");
        }
        return new PathCheck(authority(arguments), path);
    }

    private static Value serviceAccount(List<Value> arguments) {
        String namespace = Arguments.text(arguments, 1);
        String name = Arguments.text(arguments, 2);
        if (!NameFormat.SUBDOMAIN.errors(name).isEmpty()) {
            throw new EvaluationException("Invalid service account name");
        }
        if (!NameFormat.LABEL.errors(namespace).isEmpty()) {
            throw new EvaluationException("Invalid service account namespace");
        }
        return new AuthorizerValue(authority(arguments).serviceAccount(namespace, name));
    }

    private static Value resource(List<Value> arguments) {
        String resource = Arguments.text(arguments, 1);
        if (resource.isBlank()) {
            throw new EvaluationException("resource must not be empty");
        }
        GroupCheck check = Arguments.of(GroupCheck.class, arguments, 0);
        return new ResourceCheck(check.authority(), Authority.Query.of(check.group(), resource));
    }

    private static Value decide(List<Value> arguments) {
        String verb = Arguments.text(arguments, 1);
        return new DecisionValue(
                switch (arguments.getFirst()) {
                    case PathCheck(Authority authority, String path) ->
                            authority.judge(
                                    new Authority.Query(verb, path, "", "", "", "", "", "", ""));
                    case ResourceCheck(Authority authority, Authority.Query query) ->
                            authority.judge(query.withVerb(verb));
                    default -> throw EvaluationException.noSuchOverload();
                });
    }
}
