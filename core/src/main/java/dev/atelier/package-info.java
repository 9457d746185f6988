/** The entrance: what every room may throw at the user. Imports nothing of the house. */
package dev.atelier;
