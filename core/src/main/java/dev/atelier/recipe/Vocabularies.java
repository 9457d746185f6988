package dev.atelier.recipe;

import dev.atelier.BadInput;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;

/** All kinds of GAN that this process knows, by name: those on the class path, and those that somebody brought along. */
public final class Vocabularies {
    private static final Map<String, Vocabulary> KNOWN = new LinkedHashMap<>();

    private Vocabularies() {}

    private static synchronized Map<String, Vocabulary> known() {
        if (KNOWN.isEmpty()) {
            // the library's own loader too: a thread's context may see another part of the class path
            Stream.concat(
                            ServiceLoader.load(Vocabulary.class, Vocabulary.class.getClassLoader()).stream(),
                            ServiceLoader.load(Vocabulary.class).stream())
                    .map(ServiceLoader.Provider::get)
                    .forEach(each -> KNOWN.putIfAbsent(each.name(), each));
        }
        return KNOWN;
    }

    /** Makes a kind known, so that recipes and runs that name it can be read; a name that another class has is refused. */
    public static synchronized void add(Vocabulary vocabulary) {
        Vocabulary before = known().putIfAbsent(vocabulary.name(), vocabulary);
        if (before != null && before.getClass() != vocabulary.getClass()) {
            throw new BadInput("system '" + vocabulary.name() + "' is "
                    + before.getClass().getName() + " already; "
                    + vocabulary.getClass().getName() + " needs another name");
        }
        known().put(vocabulary.name(), vocabulary);
    }

    /** All that are known. */
    public static synchronized List<Vocabulary> all() {
        return List.copyOf(known().values());
    }

    /** The kind of this name; {@code where} begins the message where it is not known. */
    public static synchronized Vocabulary named(String name, String where) {
        Vocabulary found = known().get(name);
        if (found == null) {
            throw new BadInput(where + ": system '" + name + "' is not known here; known: "
                    + String.join(", ", known().keySet())
                    + "; one of your own must be on the class path, or given to the call");
        }
        return found;
    }

    /** The kind that this recipe comes with. */
    static Optional<Vocabulary> withRecipe(String recipe) {
        return all().stream().filter(each -> each.recipes().contains(recipe)).findFirst();
    }

    /** Names of all recipes that come with a kind. */
    static List<String> recipes() {
        List<String> names = new ArrayList<>();
        all().forEach(each -> names.addAll(each.recipes()));
        return List.copyOf(names);
    }

    /** Of each kind whose recipes have a key of this name, the first recipe. */
    static List<String> having(String key) {
        return all().stream()
                .filter(each -> each.keys().find(key).isPresent())
                .flatMap(each -> each.recipes().stream().limit(1))
                .toList();
    }
}
