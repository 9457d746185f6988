/**
 * Generators, discriminators and classifiers, one file per paper: a table of rows with each row's output size, and nothing about losses or steps.
 *
 * <p>Ownership: a network owns its parameters until it is closed; results belong to the caller's scope. Start reading at
 * {@code FashionGan}, which is one whole table; {@code Architecture} turns names into networks.
 */
package dev.atelier.networks;
