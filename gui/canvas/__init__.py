"""The comparison canvas: what people touch."""
