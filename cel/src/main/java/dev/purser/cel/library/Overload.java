package dev.purser.cel.library;

import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import java.util.List;

/// One signature of a function.
///
/// @param id what costs are looked up by
/// @param parameters the receiver of a method comes first
public record Overload(
        String id, Style style, List<CelType> parameters, CelType result, Body body) {

    /// How a function is called.
    public enum Style {
        /// `f(x)`
        GLOBAL,
        /// `x.f()`
        MEMBER
    }

    static Overload global(String id, CelType result, Body body, CelType... parameters) {
        return new Overload(id, Style.GLOBAL, List.of(parameters), result, body);
    }

    static Overload member(String id, CelType result, Body body, CelType... parameters) {
        return new Overload(id, Style.MEMBER, List.of(parameters), result, body);
    }

    CelOverloadDecl declaration() {
        return switch (style) {
            case GLOBAL -> CelOverloadDecl.newGlobalOverload(id, result, parameters);
            case MEMBER -> CelOverloadDecl.newMemberOverload(id, result, parameters);
        };
    }
}
