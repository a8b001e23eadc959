package dev.purser.wire.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class QueryTests {
    @Test
    void decodesNamesAndValues() {
        Query query = Query.parse("labelSelector=a%3Db+c&x&x=2");
        assertThat(query.first("labelSelector")).isEqualTo("a=b c");
        assertThat(query.all("x")).containsExactly("", "2");
    }

    @Test
    void leavesOutWhatCannotBeDecoded() {
        Query query = Query.parse("a=%zz&b=1");
        assertThat(query.has("a")).isFalse();
        assertThat(query.first("b")).isEqualTo("1");
    }

    @Test
    void countsAnythingButZeroAndFalseAsTrue() {
        Query query = Query.parse("a=perhaps&b=0&c=false&d=");
        assertThat(query.isTrue("a")).isTrue();
        assertThat(query.isTrue("b")).isFalse();
        assertThat(query.isTrue("c")).isFalse();
        assertThat(query.isTrue("d")).isTrue();
        assertThat(query.isTrue("e")).isFalse();
    }
}
