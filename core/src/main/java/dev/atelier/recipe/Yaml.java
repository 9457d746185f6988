package dev.atelier.recipe;

import dev.atelier.BadInput;
import dev.atelier.IoFailure;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** YAML files as trees of nodes with their places. What no settings need (deep nesting, dozens of aliases) is refused before a tree is made of it. */
public final class Yaml {
    private static final int DEEPEST = 20;
    private static final int MOST_ALIASES = 20;
    private static final long LONGEST = 1_000_000;

    private Yaml() {}

    /** A file's text; {@code what} stands for it in messages, as in "recipe". */
    public static String read(Path file, String what) {
        try {
            if (Files.isDirectory(file)) {
                throw new BadInput(file + ": a folder; a " + what + " is a file of YAML");
            }
            if (Files.size(file) > LONGEST) {
                throw new BadInput(file + ": " + Files.size(file) + " bytes; a " + what + " has at most " + LONGEST);
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw new BadInput(file + ": no such " + what + " file", e);
        } catch (CharacterCodingException e) {
            throw new BadInput(file + ": cannot be read as a UTF-8 " + what + ": it is not UTF-8", e);
        } catch (IOException e) {
            throw dev.atelier.IoFailure.of(
                    file + ": cannot be read as a UTF-8 " + what + ": " + IoFailure.reason(e), file, e);
        }
    }

    /** The root of a text, if it has any; complaints begin with {@code origin}, line and column. */
    public static Optional<Node> compose(String origin, String text) {
        LoadSettings settings =
                LoadSettings.builder().setUseMarks(true).setLabel(origin).build();
        try {
            requireFlat(origin, new Parse(settings).parseReader(new StringReader(text)));
            return new Compose(settings).composeReader(new StringReader(text));
        } catch (MarkedYamlEngineException e) {
            throw new BadInput(place(origin, e.getProblemMark()) + ": not valid YAML: " + e.getProblem(), e);
        } catch (YamlEngineException e) {
            throw new BadInput(
                    origin + ": not valid YAML: "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }

    /** Making a tree and walking it goes down as deep as the text does, and aliases multiply; reading events does neither. */
    private static void requireFlat(String origin, Iterable<Event> events) {
        Deque<String> open = new ArrayDeque<>();
        int aliases = 0;
        for (Event event : events) {
            if (event instanceof CollectionStartEvent start) {
                open.push(start.getAnchor().map(Anchor::getValue).orElse(""));
            } else if (event instanceof CollectionEndEvent) {
                open.pop();
            } else if (event instanceof AliasEvent alias) {
                aliases++;
                if (aliases > MOST_ALIASES || open.contains(alias.getAlias().getValue())) {
                    throw new BadInput(place(origin, event.getStartMark()) + ": alias *"
                            + alias.getAlias().getValue()
                            + (aliases > MOST_ALIASES ? " is one of more than " + MOST_ALIASES : " stands for itself")
                            + "; write the value out");
                }
            }
            if (open.size() > DEEPEST) {
                throw new BadInput(place(origin, event.getStartMark()) + ": nested more than " + DEEPEST
                        + " deep; keys are at most two deep");
            }
        }
    }

    /** Where a node stands. */
    static String place(String origin, Optional<Mark> mark) {
        return mark.map(at -> origin + ":" + (at.getLine() + 1) + ":" + (at.getColumn() + 1))
                .orElse(origin);
    }
}
