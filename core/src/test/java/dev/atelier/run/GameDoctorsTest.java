package dev.atelier.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.atelier.doctor.Diagnosis;
import dev.atelier.networks.GenerativeModel;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.GanSystem;
import dev.atelier.systems.Setup;
import dev.atelier.systems.StatSeries;
import dev.atelier.systems.TrainingSetup;
import dev.atelier.training.NetworkSet;
import dev.atelier.training.Stage;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GameDoctorsTest {
    /** Two games, and nothing to train. */
    private static final class TwoGames implements GanSystem {
        @Override
        public String name() {
            return "two-games";
        }

        @Override
        public NetworkSet networks(Setup setup) {
            return new NetworkSet();
        }

        @Override
        public List<Stage> stages(NetworkSet networks, TrainingSetup setup) {
            return List.of();
        }

        @Override
        public Map<String, GenerativeModel> models(NetworkSet networks, Setup setup) {
            return Map.of();
        }

        @Override
        public List<StatSeries> series(Recipe recipe) {
            return Stream.of("a", "b")
                    .flatMap(game -> StatSeries.ofGame(game).stream())
                    .toList();
        }
    }

    @Test
    void aTroubleIsToldOfTheGameThatHasIt() {
        GameDoctors doctors = new GameDoctors(Recipe.of(new TwoGames()));
        assertThat(doctors.examine(10, Map.of("lossD/a", 0.5, "lossD/b", 0.6))).isEmpty();
        List<Diagnosis> found = doctors.examine(20, Map.of("lossD/a", 0.5, "lossD/b", Double.NaN));
        assertThat(found).singleElement().satisfies(diagnosis -> {
            assertThat(diagnosis.kind()).isEqualTo(Diagnosis.Kind.NOT_A_NUMBER);
            assertThat(diagnosis.evidence()).startsWith("in game b: ");
            assertThat(doctors.healthy(diagnosis)).isEqualTo(10);
        });
    }

    @Test
    void ofOneGameEverythingIsAsItWas() {
        GameDoctors doctors = new GameDoctors(Recipe.named("quick"));
        doctors.examine(10, Map.of("lossD", 0.5));
        assertThat(doctors.examine(20, Map.of("lossD", Double.NaN)))
                .singleElement()
                .satisfies(diagnosis -> assertThat(diagnosis.evidence()).doesNotContain("in game"));
    }
}
