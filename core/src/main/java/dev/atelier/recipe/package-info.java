/**
 * The words of recipes: keys with their types, ranges and meanings, recipes as YAML over them, and the vocabulary of each kind of GAN. Nothing
 * here knows what a key does.
 */
package dev.atelier.recipe;
