"""For the guide: the doctests at the end of a docstring are its numpydoc section "Examples"."""

from __future__ import annotations

import re
from typing import Any

import griffe


class Examples(griffe.Extension):
    """Sets the heading of numpydoc before the first doctest of each docstring."""

    def on_object(self, *, obj: Any, **_: Any) -> None:
        """Change the docstring of whatever was read."""
        if obj.docstring is not None and "Examples\n---" not in obj.docstring.value:
            obj.docstring.value = re.sub(r"(?m)^>>>", "Examples\n--------\n>>>", obj.docstring.value, count=1)
