package dev.atelier.benchmarks;

import dev.atelier.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Raw results as a JSON file, for people and programs. */
final class ResultFile {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private ResultFile() {}

    static void write(Path file, Map<String, Object> all) throws IOException {
        Files.write(file, JSON.writeValueAsBytes(all));
    }

    /** What such a file holds; one that cannot be read is bad input. */
    static Map<String, Object> read(Path file) {
        try {
            return keyed(JSON.readValue(Files.readString(file), Map.class));
        } catch (IOException | JacksonException e) {
            throw new BadInput(file + ": no readable file of results", e);
        }
    }

    /** An object within an object. */
    static Map<String, Object> object(Map<String, Object> object, String key) {
        if (object.get(key) instanceof Map<?, ?> map) {
            return keyed(map);
        }
        throw missing(key);
    }

    /** The objects of a list. */
    static List<Map<String, Object>> objects(Map<String, Object> object, String key) {
        List<Map<String, Object>> objects = new ArrayList<>();
        if (object.get(key) instanceof List<?> list) {
            for (Object one : list) {
                objects.add(one instanceof Map<?, ?> map ? keyed(map) : Map.of());
            }
            return objects;
        }
        throw missing(key);
    }

    static int whole(Map<String, Object> object, String key) {
        if (object.get(key) instanceof Number number) {
            return number.intValue();
        }
        throw missing(key);
    }

    static String text(Map<String, Object> object, String key) {
        if (object.get(key) instanceof String text) {
            return text;
        }
        throw missing(key);
    }

    private static BadInput missing(String key) {
        return new BadInput("these are no results of this program: '" + key + "' is missing or of another kind");
    }

    private static Map<String, Object> keyed(Map<?, ?> map) {
        Map<String, Object> object = new LinkedHashMap<>();
        map.forEach((key, one) -> object.put(String.valueOf(key), one));
        return object;
    }
}
