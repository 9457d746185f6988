package dev.atelier.systems;

import dev.atelier.recipe.Recipe;
import java.util.Map;
import org.bytedeco.pytorch.Device;

/**
 * What networks and models are made of.
 *
 * @param recipe fully resolved
 * @param facts what the networks must know of the data, as {@link GanSystem#facts} gave them; a run keeps them in its receipt
 * @param device where the networks are to be
 */
public record Setup(Recipe recipe, Map<String, Object> facts, Device device) {}
