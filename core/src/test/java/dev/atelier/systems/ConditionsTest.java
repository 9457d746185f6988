package dev.atelier.systems;

import static dev.atelier.Refusals.assertBadInput;
import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.data.Attribute;
import dev.atelier.data.Attributes;
import dev.atelier.run.SampleGrid;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    private static final Attribute CLASS = new Attribute.Categorical("class", List.of("hat", "shoe"));
    private static final Attribute SEASON = new Attribute.Categorical("season", List.of("spring", "summer", "winter"));
    private static final Attribute PRICE = new Attribute.Continuous("price", 0, 100, 50, 10);

    @Test
    void withoutWishesAllCategoriesComeInTurnAndNumbersAreTheirMean() {
        assertThat(Conditions.NONE.rows(of(CLASS, PRICE), 3)).containsExactly(1, 0, 0, 0, 1, 0, 1, 0, 0);
        assertThat(Conditions.NONE.isEmpty()).isTrue();
        assertThat(Conditions.NONE.rows(Attributes.NONE, 3)).isEmpty();
    }

    @Test
    void theFirstAttributeChangesFastestAndAllCombinationsCome() {
        assertThat(Conditions.NONE.rows(of(CLASS, SEASON), 7))
                .containsExactly(
                        1, 0, 1, 0, 0, // hat spring
                        0, 1, 1, 0, 0, // shoe spring
                        1, 0, 0, 1, 0, // hat summer
                        0, 1, 0, 1, 0, // shoe summer
                        1, 0, 0, 0, 1, // hat winter
                        0, 1, 0, 0, 1, // shoe winter
                        1, 0, 1, 0, 0); // and again
    }

    @Test
    void whatIsWishedForComesInTheOrderOfTheWishes() {
        Conditions wishes =
                Conditions.NONE.with("class", "shoe").with("season", "winter").with("season", "spring");
        assertThat(wishes.isEmpty()).isFalse();
        assertThat(wishes.rows(of(CLASS, SEASON), 3))
                .containsExactly(
                        0, 1, 0, 0, 1, // shoe winter
                        0, 1, 1, 0, 0, // shoe spring
                        0, 1, 0, 0, 1);
    }

    @Test
    void aRangeIsSpreadEvenlyOverAllImages() {
        Conditions wishes = Conditions.NONE.with("price", "30..70");
        assertThat(wishes.rows(of(PRICE), 5)).containsExactly(-2, -1, 0, 1, 2);
        assertThat(wishes.rows(of(PRICE), 1)).containsExactly(-2);
        assertThat(wishes.rows(of(CLASS, PRICE), 3)).containsExactly(1, 0, -2, 0, 1, 0, 1, 0, 2);
        assertThat(Conditions.NONE.with("price", "-10..-20").rows(of(PRICE), 2)).containsExactly(-6, -7);
    }

    @Test
    void severalNumbersComeInTurn() {
        Conditions wishes = Conditions.NONE.with("price", "60").with("price", "40");
        assertThat(wishes.rows(of(PRICE), 3)).containsExactly(1, -1, 1);
        assertThat(wishes.rows(of(CLASS, PRICE), 4)).containsExactly(1, 0, 1, 0, 1, 1, 1, 0, -1, 0, 1, -1);
    }

    @Test
    void aSettingIsSplitAtItsFirstEqualsSign() {
        assertThat(Conditions.NONE.withSetting("--attr", " price = 60 ").rows(of(PRICE), 1))
                .containsExactly(1);
        for (String wrong : List.of("price", "=60", "")) {
            assertBadInput(() -> Conditions.NONE.withSetting("--attr", wrong))
                    .hasMessage("--attr takes name=value, got '" + wrong + "'");
        }
    }

    @Test
    void whatIsNotKnownIsRefusedWithWhatIs() {
        assertRefused(Conditions.NONE.with("colour", "red"), "unknown attribute 'colour'", "class", "price");
        assertRefused(
                Conditions.NONE.with("class", "boot"), "attribute 'class'", "unknown value 'boot'", "hat", "shoe");
        assertRefused(Conditions.NONE.with("price", "cheap"), "attribute 'price' is 'cheap'", "number", "0.0 to 100.0");
        assertRefused(Conditions.NONE.with("price", "10.."), "attribute 'price' is ''", "number");
        assertRefused(Conditions.NONE.with("class", "hat..shoe"), "unknown value 'hat..shoe'");
    }

    @Test
    void aWishThatTrainingKnowsNothingOfIsDoubted() {
        assertThat(Conditions.NONE.with("price", "0..100").with("class", "hat").doubts(of(CLASS, PRICE)))
                .isEmpty();
        assertThat(Conditions.NONE.with("price", "50..1e9").with("price", "-1").doubts(of(CLASS, PRICE)))
                .containsExactly(
                        "price=1.0E9 lies outside of what training had, 0 to 100",
                        "price=-1 lies outside of what training had, 0 to 100");
        Attribute same = new Attribute.Continuous("age", 7, 7, 7, 0);
        assertThat(Conditions.NONE.with("age", "9").doubts(of(same)))
                .containsExactly("age is 7 in all training images, so that age=9 does nothing");
        assertThat(Conditions.NONE.with("age", "7").doubts(of(same)))
                .containsExactly("age is 7 in all training images, so that age=7 does nothing");
        assertThat(Conditions.NONE.with("kind", "hat").doubts(of(new Attribute.Categorical("kind", List.of("hat")))))
                .containsExactly("kind is hat in all training images, so that kind=hat does nothing");
    }

    @Test
    void aCycleOfTheFirstAttributeIsTheGridsWidth() {
        assertThat(Conditions.NONE.firstCycle(Attributes.NONE)).isEqualTo(1);
        assertThat(Conditions.NONE.firstCycle(of(SEASON, CLASS))).isEqualTo(3);
        assertThat(Conditions.NONE.with("season", "winter").firstCycle(of(SEASON, CLASS)))
                .isEqualTo(1);
        assertThat(SampleGrid.columns(12, 3)).isEqualTo(3);
        assertThat(SampleGrid.columns(12, 1)).isEqualTo(4);
        assertThat(SampleGrid.columns(2, 3)).isEqualTo(2); // not even one of each
        assertThat(SampleGrid.columns(100, 21)).isEqualTo(10); // too wide
    }

    private static Attributes of(Attribute... attributes) {
        return new Attributes(List.of(attributes));
    }

    private static void assertRefused(Conditions wishes, String... parts) {
        assertBadInput(() -> wishes.rows(of(CLASS, PRICE), 4)).message().contains(parts);
    }
}
