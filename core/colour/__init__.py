"""Luma, profiles, and the way from a photo to the screen."""
