"""A name with everything that breaks out of captions, markup and templates."""

from __future__ import annotations

NAME = (
    "</script><script>alert('1')</script> \"q\" 'p' 100% $x_1^2$ \\input{a} {letter} #~& ]]> --> 写"
)
