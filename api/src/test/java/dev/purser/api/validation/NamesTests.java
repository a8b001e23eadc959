package dev.purser.api.validation;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTests {
    @ParameterizedTest
    @ValueSource(strings = {"a", "a.b-c.d1", "123", "a-b"})
    void subdomainsAreAccepted(String name) {
        assertThat(NameFormat.SUBDOMAIN.errors(name)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Upper", "a_b", "-a", "a-", "a..b", ".a", "a/b", "café"})
    void whatIsNoSubdomainIsRefused(String name) {
        assertThat(NameFormat.SUBDOMAIN.errors(name))
                .singleElement()
                .asString()
                .startsWith("a lowercase RFC 1123 subdomain must consist of");
    }

    @Test
    void lengthIsLimited() {
        assertThat(NameFormat.SUBDOMAIN.errors("n".repeat(253))).isEmpty();
        assertThat(NameFormat.SUBDOMAIN.errors("n".repeat(254)))
                .containsExactly("must be no more than 253 characters");
        assertThat(NameFormat.LABEL.errors("n".repeat(64)))
                .containsExactly("must be no more than 63 characters");
    }

    @Test
    void aSubdomainIsToldWhyItIsNoLabel() {
        assertThat(NameFormat.LABEL.errors("a.b")).containsExactly("must not contain dots");
        assertThat(NameFormat.LABEL.errors("A.b"))
                .singleElement()
                .asString()
                .startsWith("a lowercase RFC 1123 label must consist of");
    }

    @Test
    void pathSegmentsAreAlmostFree() {
        assertThat(NameFormat.PATH_SEGMENT.errors("system:thing")).isEmpty();
        assertThat(NameFormat.PATH_SEGMENT.errors("a/b%c"))
                .containsExactly("may not contain '/'", "may not contain '%'");
        assertThat(NameFormat.PATH_SEGMENT.errors("..")).containsExactly("may not be '..'");
    }

    @Test
    void aPrefixMayEndInADash() {
        assertThat(NameFormat.SUBDOMAIN.prefixErrors("made-")).isEmpty();
        assertThat(NameFormat.SUBDOMAIN.prefixErrors("Bad_")).hasSize(1);
    }

    @Test
    void configKeysAreNamesOfFiles() {
        assertThat(Names.configKeyErrors(".bashrc")).isEmpty();
        assertThat(Names.configKeyErrors("A_b-c.9")).isEmpty();
        assertThat(Names.configKeyErrors(".")).containsExactly("must not be '.'");
        assertThat(Names.configKeyErrors("..file")).containsExactly("must not start with '..'");
        assertThat(Names.configKeyErrors("a/b")).hasSize(1);
    }

    @Test
    void environmentNamesArePrintableAsciiWithoutEqualsSign() {
        assertThat(Names.environmentNameErrors("1 a-b.c")).isEmpty();
        assertThat(Names.environmentNameErrors("A=B")).hasSize(1);
        assertThat(Names.environmentNameErrors("é")).hasSize(1);
        assertThat(Names.environmentNameErrors("a\tb")).hasSize(1);
    }

    @Test
    void portNamesBreakSeveralRulesAtOnce() {
        assertThat(Names.portNameErrors("http")).isEmpty();
        assertThat(Names.portNameErrors("-80--80-0000000000"))
                .containsExactly(
                        "must be no more than 15 characters",
                        "must contain at least one letter (a-z)",
                        "must not contain consecutive hyphens",
                        "must not begin or end with a hyphen");
    }
}
