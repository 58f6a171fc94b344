"""Photos, colour, ops, recipes, tiling, engine, metrics and figures: no Qt, no torch."""
