package dev.atelier.run;

import dev.atelier.BadInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The JSON files of a run: one map each. */
final class JsonFile {
    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private JsonFile() {}

    /** What a file says; anything but a map is bad input. */
    @SuppressWarnings("unchecked")
    static Map<String, Object> read(Path file) {
        String what = file.getFileName().toString().equals("receipt.json") ? "a receipt" : "a JSON map";
        try {
            Map<String, Object> map = JSON.readValue(Files.readString(file), Map.class);
            return Optional.ofNullable(map).orElseThrow(() -> new BadInput(file + ": not " + what + ": it says null"));
        } catch (IOException | JacksonException e) {
            throw new BadInput(
                    file + ": not " + what + ": "
                            + String.valueOf(e.getMessage()).lines().findFirst().orElse(""),
                    e);
        }
    }

    /** Writes a file, whole or not at all. */
    static void write(Path file, Map<String, Object> json) throws IOException {
        Path draft = file.resolveSibling("." + file.getFileName() + ".tmp");
        Files.writeString(draft, JSON.writeValueAsString(json) + "\n");
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
