package dev.purser.client;

/// What to list; selectors are in their URL form, empty for none.
///
/// @param limit the most objects of a page; 0 for all
/// @param continueToken from the page before; empty for the first
public record ListOptions(
        String labelSelector, String fieldSelector, int limit, String continueToken) {
    /// Everything, in one page.
    public static ListOptions all() {
        return new ListOptions("", "", 0, "");
    }

    public static ListOptions labels(String selector) {
        return new ListOptions(selector, "", 0, "");
    }

    public static ListOptions fields(String selector) {
        return new ListOptions("", selector, 0, "");
    }
}
