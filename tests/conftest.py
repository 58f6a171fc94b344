"""Every test runs without a screen, and is not slowed down by what else runs."""

from __future__ import annotations

import os

from core.busy_processor import wait_without_spinning

wait_without_spinning()
os.environ["QT_QPA_PLATFORM"] = "offscreen"
