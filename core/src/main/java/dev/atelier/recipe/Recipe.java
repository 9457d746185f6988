package dev.atelier.recipe;

import dev.atelier.BadInput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** The full description of a training run: one value for each of its {@link Keys}. Immutable. */
public final class Recipe {
    private final Vocabulary words;
    private final Map<Key<?>, Object> values;
    private final Set<Key<?>> asked;

    private Recipe(Vocabulary words, Map<Key<?>, Object> values, Set<Key<?>> asked) {
        this.words = words;
        this.values = values;
        this.asked = asked;
    }

    /** Names of the recipes that come with the kinds of GAN that are known here. */
    public static List<String> names() {
        return Vocabularies.recipes();
    }

    /** A recipe that comes with Atelier; an unknown name throws and lists the known ones. */
    public static Recipe named(String name) {
        if (!names().contains(name)) {
            throw new BadInput("no recipe named '" + name + "'; known: " + String.join(", ", names())
                    + "; or give a path that ends in .yaml");
        }
        Recipe read = parse(name + ".yaml", builtIn(name));
        return new Recipe(read.words, read.values, Set.of());
    }

    /** A recipe by its name, or from a file where the name ends in {@code .yaml} or {@code .yml}. */
    public static Recipe of(String nameOrFile) {
        return isFile(nameOrFile) ? read(Path.of(nameOrFile)) : named(nameOrFile);
    }

    private static boolean isFile(String name) {
        return name.endsWith(".yaml") || name.endsWith(".yml");
    }

    /** A recipe from a YAML file of the user's: differences from the recipe that it extends, else from the defaults. */
    public static Recipe read(Path file) {
        return read(file, List.of());
    }

    private static Recipe read(Path file, List<Path> above) {
        Path real = file.toAbsolutePath().normalize();
        if (above.contains(real)) {
            throw new BadInput(file + ": extends itself, by way of " + above.get(above.size() - 1));
        }
        List<Path> chain = new ArrayList<>(above);
        chain.add(real);
        return parse(file.toString(), Yaml.read(file, "recipe"), chain);
    }

    public static Recipe parse(String origin, String yaml) {
        return parse(origin, yaml, List.of());
    }

    private static Recipe parse(String origin, String yaml, List<Path> chain) {
        RecipeYaml.Written written = RecipeYaml.read(origin, yaml);
        Recipe base = written.base()
                .map(named -> base(named, chain))
                .orElseGet(() -> defaults(written.system()
                        .map(system -> Vocabularies.named(system.name(), system.where()))
                        .orElseGet(() -> Vocabularies.named(Keys.SYSTEM.fallback(), origin))));
        written.system().ifPresent(system -> {
            if (!system.name().equals(base.words.name())) {
                throw new BadInput(system.where() + ": system '" + system.name()
                        + "', but what it extends is of system " + base.words.name());
            }
        });
        Map<Key<?>, Object> given = written.values(base.words());
        Map<Key<?>, Object> values = new LinkedHashMap<>(base.values);
        values.put(Keys.NAME, Keys.NAME.fallback()); // a name is nobody else's
        values.putAll(given);
        Set<Key<?>> asked = new HashSet<>(base.asked);
        asked.addAll(given.keySet());
        return new Recipe(base.words, values, Set.copyOf(asked));
    }

    private static Recipe base(RecipeYaml.Base written, List<Path> chain) {
        if (isFile(written.name())) {
            Path beside =
                    chain.isEmpty() ? Path.of("") : chain.get(chain.size() - 1).resolveSibling("");
            return read(beside.resolve(written.name()), chain);
        }
        if (!names().contains(written.name())) {
            throw new BadInput(written.where() + ": extends '" + written.name() + "', which is no recipe; known: "
                    + String.join(", ", names()) + "; or give a path that ends in .yaml");
        }
        return named(written.name());
    }

    /** All settings of a kind of GAN at their defaults; the kind is known from now on. */
    public static Recipe of(Vocabulary words) {
        Vocabularies.add(words);
        return defaults(words).with(Keys.NAME, words.name());
    }

    private static Recipe defaults(Vocabulary words) {
        Map<Key<?>, Object> values = new LinkedHashMap<>();
        words.keys().all().forEach(key -> values.put(key, key.fallback()));
        values.put(Keys.SYSTEM, words.name());
        return new Recipe(words, values, Set.of());
    }

    /** The kind of GAN that it is of. */
    public Vocabulary words() {
        return words;
    }

    /** All that it may set. */
    public Keys keys() {
        return words.keys();
    }

    /** The YAML text of a recipe that comes with Atelier, comments included. */
    public static String builtIn(String name) {
        Class<?> beside = Vocabularies.withRecipe(name)
                .<Class<?>>map(Vocabulary::getClass)
                .orElse(Recipe.class);
        try (InputStream in = beside.getResourceAsStream("/recipes/" + name + ".yaml")) {
            return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String name() {
        return get(Keys.NAME);
    }

    /** The value of a key, which always has one. */
    public <T> T get(Key<T> key) {
        return key.type().cast(Objects.requireNonNull(values.get(key), key.name()));
    }

    /** Whether somebody gave this key a value, in a file or by an option; a recipe that comes with Atelier asks for nothing. */
    public boolean asks(Key<?> key) {
        return asked.contains(key);
    }

    public int integer(Key<Long> key) {
        return Math.toIntExact(get(key));
    }

    /** This recipe with one value changed, given as text, as {@code --set key=value} does. */
    public Recipe with(String name, Object value) {
        return with(name, value, "--set");
    }

    /** The same; {@code where} begins the message if the value cannot be. */
    public Recipe with(String name, Object value, String where) {
        Optional<Keys.Renamed> renamed = keys().renamed(name);
        if (renamed.isPresent()) {
            return with(renamed.get().key().name(), renamed.get().value().apply(String.valueOf(value)), where);
        }
        Key<?> key = keys().find(name).orElseThrow(() -> unknown(where, name, words));
        if (key.equals(Keys.SYSTEM) && !words.name().equals(value)) {
            throw new BadInput(where + ": this recipe is of system " + words.name()
                    + ", which is what its keys are about; take a recipe of another system");
        }
        Set<Key<?>> more = new HashSet<>(asked);
        more.add(key);
        return new Recipe(words, with(key, key.parse(String.valueOf(value), where)).values, Set.copyOf(more));
    }

    /** This recipe with {@code key=value} applied; anything else than that form is refused. */
    public Recipe withSetting(String assignment) {
        int equals = assignment.indexOf('=');
        if (equals < 1) {
            throw new BadInput("--set takes key=value, got '" + assignment + "'");
        }
        return with(
                assignment.substring(0, equals).strip(),
                assignment.substring(equals + 1).strip());
    }

    public Recipe with(Key<?> key, Object value) {
        Map<Key<?>, Object> changed = new LinkedHashMap<>(values);
        changed.put(key, value);
        return new Recipe(words, changed, asked);
    }

    /**
     * This recipe without values that would do nothing: one that somebody asked for is refused with the reason, one that a built-in
     * recipe brought along goes back to its default.
     */
    public Recipe applicable() {
        Recipe clean = withoutIdle();
        return clean.equals(this) ? this : clean.applicable(); // what hung on a dropped value may be idle now
    }

    private Recipe withoutIdle() {
        Recipe clean = this;
        for (Key<?> key : keys().all()) {
            Optional<String> reason = key.refusal(this);
            if (reason.isPresent() && asked.contains(key)) {
                throw new BadInput(key.name() + " = " + Key.plain(get(key)) + " does not apply: " + reason.get());
            } else if (reason.isPresent()) {
                clean = clean.with(key, key.fallback());
            }
        }
        return clean;
    }

    /** Fully resolved YAML, each key with its meaning; {@link #read} gives an equal recipe. */
    public String yaml() {
        return RecipeYaml.write(this);
    }

    /** YAML of the keys alone whose values are not the defaults; {@link #read} gives an equal recipe. */
    public String changes() {
        return RecipeYaml.changes(this);
    }

    /** All values by dotted name. */
    public Map<String, Object> values() {
        Map<String, Object> all = new LinkedHashMap<>();
        values.forEach((key, value) -> all.put(key.name(), value));
        return all;
    }

    /** One line for each key whose value differs: {@code key: this → other}. */
    public List<String> differences(Recipe other) {
        List<String> lines = new ArrayList<>();
        for (Key<?> key : keys().all()) {
            if (!get(key).equals(other.get(key))) {
                lines.add(key.name() + ": " + Key.plain(get(key)) + " → " + Key.plain(other.get(key)));
            }
        }
        return lines;
    }

    /** What is said of a key that is not there: whose it is, where another system has it, else which is like it. */
    public static BadInput unknown(String where, String name, Vocabulary words) {
        String example = words.recipes().isEmpty() ? "NAME" : words.recipes().get(0);
        List<String> others = Vocabularies.having(name);
        return new BadInput(where + ": unknown key '" + name + "'; "
                + (others.isEmpty()
                        ? "nearest known: " + words.keys().nearest(name)
                        : "recipes of another kind have it, such as " + String.join(", ", others))
                + " (all: atelier recipes show " + example + " --all)");
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Recipe recipe && values.equals(recipe.values);
    }

    @Override
    public int hashCode() {
        return values.hashCode();
    }
}
