"""How pictures are looked at: geometry, zoom boxes, pyramids of tiles."""
