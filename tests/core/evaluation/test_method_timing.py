"""What a method costs in a table is what it costs alone."""

from __future__ import annotations

import numpy as np

from core.commands.methods import recipe_method
from core.engine import Engine
from core.op import Op
from core.ops.unsharp import UNSHARP
from core.recipe import Recipe, Step


def test_no_method_profits_from_the_tiles_of_another():
    runs: list[str] = []

    def costly(pixels, values, tile):
        runs.append("run")
        return tile.margins.cropped(pixels)

    engine = Engine([Op("costly", "Costly", costly, expensive=True), UNSHARP])
    alone, chain = Recipe("a", (Step("costly"),)), Recipe("b", (Step("costly"), Step("unsharp")))
    pixels = np.full((20, 30, 3), 90, np.uint8)
    recipe_method(engine, "a", alone).run(pixels)
    recipe_method(engine, "b", chain).run(pixels)
    method = recipe_method(engine, "a", alone)
    method.run(pixels)
    method.run(pixels)
    assert len(runs) == 4
