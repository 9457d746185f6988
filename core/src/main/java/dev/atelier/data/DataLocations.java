package dev.atelier.data;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What data sources need to know about the machine; tests give their own.
 *
 * @param variables of the environment: ATELIER_DATA, ATELIER_CACHE, ATELIER_OFFLINE, LOCALAPPDATA
 * @param systemFolders where an operating system's package puts data sets
 */
record DataLocations(Map<String, String> variables, Path home, List<Path> systemFolders) {
    static DataLocations ofThisMachine() {
        return new DataLocations(
                System.getenv(),
                Path.of(System.getProperty("user.home")),
                List.of(
                        Path.of("/usr/share/datasets"),
                        Path.of("/usr/local/share/datasets"),
                        Path.of("/opt/homebrew/share/datasets")));
    }

    /** A variable that is set and not empty. */
    Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name)).filter(value -> !value.isBlank());
    }

    /**
     * Where fetched data is kept: {@code $ATELIER_CACHE}, else {@code %LOCALAPPDATA%\atelier\cache}, else {@code
     * ~/.cache/atelier}.
     */
    Path cache() {
        return variable("ATELIER_CACHE")
                .map(Path::of)
                .or(() -> variable("LOCALAPPDATA").map(folder -> Path.of(folder, "atelier", "cache")))
                .orElse(home.resolve(".cache/atelier"));
    }
}
