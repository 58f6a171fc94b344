"""Classical ops, in one visible list."""

from __future__ import annotations

from core.op import Op
from core.ops.unsharp import UNSHARP

OPS: tuple[Op, ...] = (UNSHARP,)
