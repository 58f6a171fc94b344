"""Inspector and histogram."""
