"""Truth, tables of methods, and what JPEG costs."""
