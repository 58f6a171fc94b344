"""Saving pictures, figures and folders."""
