package dev.purser.api.resource;

import java.util.List;

/// The names by which people and programs call a resource.
///
/// @param plural the name in URLs: `configmaps`
/// @param singular the name for people: `configmap`
/// @param shortNames abbreviations that kubectl knows: `cm`
/// @param categories groups of resources that kubectl can ask for at once: `all`
public record ResourceNames(
        String plural, String singular, List<String> shortNames, List<String> categories) {
    public ResourceNames {
        shortNames = List.copyOf(shortNames);
        categories = List.copyOf(categories);
    }
}
