/**
 * The kinds of GAN: each says which keys its recipes have and turns their words into networks, feeds, stages of turns, and models that make
 * samples. What a run does with them is not known here.
 */
package dev.atelier.systems;
