package dev.atelier;

/** Which Atelier this is. */
public final class Version {
    private Version() {}

    /** The version from the jar; {@code development} when run from classes. */
    public static String text() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
