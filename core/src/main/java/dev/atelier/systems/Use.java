package dev.atelier.systems;

/** What a trained run is for: which command makes pictures with it. */
public enum Use {
    /** Images of noise: {@code atelier generate}. */
    GENERATE,
    /** Pictures of pictures, as large: {@code atelier translate}. */
    TRANSLATE,
    /** Larger pictures: {@code atelier upscale}. */
    UPSCALE
}
