package dev.atelier.run;

import dev.atelier.data.Dataset;
import dev.atelier.data.OpenedData;
import dev.atelier.recipe.Recipe;
import dev.atelier.systems.GanSystem;

/** Where a run's data come from: where its recipe says, or from the program. */
interface Source {
    OpenedData open(GanSystem system, Recipe recipe);

    /** The data of a run that there is already; others are bad input. */
    OpenedData open(GanSystem system, Recipe recipe, RunDirectory run);

    /** As the recipe names them. */
    Source NAMED = new Source() {
        @Override
        public OpenedData open(GanSystem system, Recipe recipe) {
            return system.open(recipe);
        }

        @Override
        public OpenedData open(GanSystem system, Recipe recipe, RunDirectory run) {
            return system.open(recipe, run.dataSha256(), run.root());
        }
    };

    /** These. */
    static Source of(Dataset data) {
        return new Source() {
            @Override
            public OpenedData open(GanSystem system, Recipe recipe) {
                return OpenedData.made(data);
            }

            @Override
            public OpenedData open(GanSystem system, Recipe recipe, RunDirectory run) {
                GanSystem.requireSame(data, run.dataSha256(), run.root());
                return OpenedData.made(data);
            }
        };
    }
}
