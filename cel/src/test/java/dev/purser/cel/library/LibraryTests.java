package dev.purser.cel.library;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.status.FieldError;
import dev.purser.api.status.FieldErrors;
import dev.purser.cel.rule.SchemaRules;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Functions of Kubernetes' CEL, each in a rule that holds.
class LibraryTests {
    private static final JsonMapper JSON = JsonMapper.shared();

    private static List<String> errors(String expression) {
        ObjectNode schema = JSON.createObjectNode().put("type", "object");
        schema.putArray("x-kubernetes-validations").addObject().put("rule", expression);
        SchemaRules rules = SchemaRules.compile(schema);
        FieldErrors errors = new FieldErrors();
        rules.validate(JSON.createObjectNode(), null, errors, _ -> {});
        return errors.list().stream().map(FieldError::toString).toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'aBc'.lowerAscii() == 'abc'",
                "'a,b'.split(',') == ['a', 'b']",
                "'tacocat'.replace('c', 'k', 1) == 'takocat'",
                "' x '.trim() == 'x'",
                "'hello'.substring(1, 3) == 'el'",
                "'hello'.indexOf('l') == 2",
                "'hello'.lastIndexOf('l') == 3",
                "['a', 'b'].join('-') == 'a-b'",
                "'hello'.charAt(1) == 'e'"
            })
    void texts(String expression) {
        assertThat(errors(expression)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'%s and %d'.format(['a', 3]) == 'a and 3'",
                "'%.2f'.format([1.005]) == '1.00'",
                "'%e'.format([1234.5]) == '1.234500×10⁰³'",
                "'%x %X %o %b'.format([255, 255, 8, 5]) == 'ff FF 10 101'",
                "'%s'.format([[1, 'a']]) == '[1, \"a\"]'",
                "'100%%'.format([]) == '100%'"
            })
    void templates(String expression) {
        assertThat(errors(expression)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1, 2, 3].sum() == 6",
                "[3, 1, 2].min() == 1",
                "[3, 1, 2].max() == 3",
                "[1, 2, 3].isSorted()",
                "![2, 1].isSorted()",
                "['a', 'b', 'a'].indexOf('a') == 0",
                "['a', 'b', 'a'].lastIndexOf('a') == 2"
            })
    void lists(String expression) {
        assertThat(errors(expression)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'abc 123'.find('[0-9]+') == '123'",
                "'1 22 333'.findAll('[0-9]+') == ['1', '22', '333']",
                "'1 22 333'.findAll('[0-9]+', 1) == ['1']",
                "'abc'.matches('^a.c$')"
            })
    void patterns(String expression) {
        assertThat(errors(expression)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "isURL('https://example.com:80/')",
                "!isURL('../relative')",
                "url('https://example.com:80/p?k=v').getHost() == 'example.com:80'",
                "url('https://example.com:80/').getPort() == '80'",
                "url('https://e.com/p?k=v').getQuery() == {'k': ['v']}"
            })
    void urls(String expression) {
        assertThat(errors(expression)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "isQuantity('1.3Gi')",
                "!isQuantity('1.3x')",
                "quantity('1k') == quantity('1000')",
                "quantity('50Mi').isLessThan(quantity('1Gi'))",
                "quantity('1').add(2).asInteger() == 3",
                "sign(quantity('-1')) == -1"
            })
    void quantities(String expression) {
        assertThat(errors(expression)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "isIP('192.168.0.1')",
                "ip('::1').family() == 6",
                "ip('127.0.0.1').isLoopback()",
                "isCIDR('10.0.0.0/8')",
                "cidr('10.0.0.0/8').containsIP('10.1.2.3')",
                "cidr('10.0.0.0/8').prefixLength() == 8",
                "cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16')",
                "cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8')"
            })
    void addresses(String expression) {
        assertThat(errors(expression)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "isSemver('1.2.3')",
                "!isSemver('v1.2')",
                "isSemver('v1.2', true)",
                "semver('1.2.3').isLessThan(semver('1.10.0'))",
                "semver('1.2.3').minor() == 2",
                "semver('1.0.0-rc.1').compareTo(semver('1.0.0')) == -1"
            })
    void versions(String expression) {
        assertThat(errors(expression)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "!format.dns1123Label().validate('abc').hasValue()",
                "format.dns1123Label().validate('A_').hasValue()",
                "format.named('uuid').hasValue()",
                "!format.named('nonsense').hasValue()"
            })
    void formats(String expression) {
        assertThat(errors(expression)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sets.contains([1, 2, 3], [2])",
                "sets.equivalent([1, 1], [1])",
                "sets.intersects([1], [1, 2])"
            })
    void sets(String expression) {
        assertThat(errors(expression)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "optional.of(1).hasValue()",
                "optional.none().orValue(2) == 2",
                "{'a': 1}[?'b'].orValue(3) == 3",
                "optional.ofNonZeroValue('').hasValue() == false",
                "[1, ?optional.none()].size() == 1"
            })
    void optionals(String expression) {
        assertThat(errors(expression)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1 < 1.5",
                "2u <= 2",
                "dyn(1) == 1.0",
                "3 >= 2u",
                "9223372036854775807 > 1.5"
            })
    void numbers(String expression) {
        assertThat(errors(expression)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[1, 2].all(i, v, v == i + 1)",
                "{'a': 1}.exists(k, v, k == 'a' && v == 1)",
                "[1, 2].transformList(i, v, i * v) == [0, 2]",
                "{'a': 1}.transformMap(k, v, v + 1) == {'a': 2}",
                "[1, 2, 3].filter(x, x > 1) == [2, 3]",
                "[1, 2].map(x, x * 2) == [2, 4]",
                "[1, 2].exists_one(x, x == 1)"
            })
    void comprehensions(String expression) {
        assertThat(errors(expression)).isEmpty();
    }

    @Test
    void aRuleThatDoesNotHoldIsAnError() {
        assertThat(errors("1 > 2")).hasSize(1);
    }
}
