package dev.atelier.cli;

import dev.atelier.tensor.Engine;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: all that a bug report needs. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String own = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "atelier " + (own == null ? "development" : own) + ", libtorch " + Engine.torchVersion() + ", Java "
                    + System.getProperty("java.version") + " on " + System.getProperty("os.name") + " "
                    + System.getProperty("os.arch")
        };
    }
}
