package dev.purser.api.kind.batch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.purser.api.kind.Writes;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CronJobRulesTests {
    private final Writes writes = new Writes();

    private List<String> errors(String name, String schedule, String more) {
        return writes.errors(
                "batch/v1",
                "CronJob",
                ("{'metadata':{'name':'%s'},'spec':{'schedule':'%s',%s'jobTemplate':{'spec':"
                                + "{'template':{'spec':{'restartPolicy':'Never','containers':"
                                + "[{'name':'a','image':'x'}]}}}}}}")
                        .formatted(name, schedule, more));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "* * * * *",
                "*/15 0-6 1,15 jan-dec mon",
                "@daily",
                "@every 1h30m",
                "0/15 ? * * sun",
                "  5  *  * * *  "
            })
    void takesSchedules(String schedule) {
        assertThat(errors("c", schedule, "")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    * * * * | expected exactly 5 fields, found 4: [* * * *]
                    60 * * * * | end of range (60) above maximum (59): 60
                    */0 * * * * | step of range should be a positive number: */0
                    a * * * * | failed to parse int from a: strconv.Atoi: parsing "a": invalid syntax
                    5-1 * * * * | beginning of range (5) beyond end of range (1): 5-1
                    1-2-3 * * * * | too many hyphens: 1-2-3
                    @often | unrecognized descriptor: @often
                    @every x | failed to parse duration @every x: time: invalid duration "x"
                    """)
    void refusesOthers(String schedule, String why) {
        assertThat(errors("c", schedule, ""))
                .containsExactly(
                        "spec.schedule: Invalid value: \"%s\": %s".formatted(schedule, why));
    }

    @Test
    void wantsTheTimeZoneInItsOwnField() {
        assertThat(errors("c", "TZ=UTC * * * * *", ""))
                .containsExactly(
                        "spec.schedule: Invalid value: \"TZ=UTC * * * * *\": cannot use TZ or"
                                + " CRON_TZ in schedule, use timeZone field instead");
        assertThat(errors("c", "* * * * *", "'timeZone':'Europe/Berlin',")).isEmpty();
        assertThat(errors("c", "* * * * *", "'timeZone':'Mars/Olympus',"))
                .containsExactly(
                        "spec.timeZone: Invalid value: \"Mars/Olympus\": unknown time zone"
                                + " Mars/Olympus");
    }

    @Test
    void leavesRoomForTheMomentInTheName() {
        assertThat(errors("c".repeat(52), "* * * * *", "")).isEmpty();
        assertThat(errors("c".repeat(53), "* * * * *", ""))
                .singleElement()
                .asString()
                .endsWith("must be no more than 52 characters");
    }
}
