package dev.purser.server.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.purser.server.flow.SeatAllocation.Claim;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SeatAllocationTests {
    private static final Offset<Double> NEARLY = within(1e-6);

    private static double[] seats(SeatAllocation.Division division) {
        return division.seats().stream().mapToDouble(Double::doubleValue).toArray();
    }

    @Test
    void withoutBoundsAllGetTheSameFractionOfWhatTheyWant() {
        var division =
                SeatAllocation.divide(30, List.of(new Claim(0, 99, 10), new Claim(0, 99, 50)));
        assertThat(seats(division)).containsExactly(new double[] {5, 25}, NEARLY);
        assertThat(division.fraction()).isCloseTo(0.5, NEARLY);
    }

    @Test
    void boundsHold() {
        var division =
                SeatAllocation.divide(
                        40,
                        List.of(new Claim(10, 99, 10), new Claim(0, 5, 50), new Claim(0, 99, 5)));
        assertThat(seats(division)).containsExactly(new double[] {35. * 2 / 3, 5, 35. / 3}, NEARLY);
    }

    @Test
    void whoWantsNothingGetsAPartOfWhatIsLeft() {
        var division = SeatAllocation.divide(10, List.of(new Claim(0, 99, 0), new Claim(0, 99, 0)));
        assertThat(seats(division)).containsExactly(new double[] {5, 5}, NEARLY);
    }

    @Test
    void moreThanAllUpperBoundsIsNotGiven() {
        var division = SeatAllocation.divide(100, List.of(new Claim(1, 2, 1), new Claim(0, 3, 1)));
        assertThat(seats(division)).containsExactly(new double[] {2, 3}, NEARLY);
    }

    @Test
    void theSumIsAlwaysDividedWithinTheBounds() {
        long seed = 20261123;
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            List<Claim> claims = new ArrayList<>();
            double lower = 0;
            double upper = 0;
            for (int number = 0; number < 1 + random.nextInt(8); number++) {
                double low = random.nextInt(20);
                double high = low + random.nextInt(100);
                claims.add(new Claim(low, high, low + random.nextDouble() * 50));
                lower += low;
                upper += high;
            }
            double sum = lower + random.nextDouble() * (upper - lower);
            double[] seats = seats(SeatAllocation.divide(sum, claims));
            assertThat(Arrays.stream(seats).sum()).as("seed %s", seed).isCloseTo(sum, NEARLY);
            for (int number = 0; number < seats.length; number++) {
                Claim claim = claims.get(number);
                assertThat(seats[number]).isBetween(claim.lower(), claim.upper());
            }
        }
    }
}
