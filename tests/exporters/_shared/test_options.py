"""The options of a format: values, and what is refused with one sentence."""

from __future__ import annotations

import pytest
from export_graphs import with_properties, written

from noteweave.vault.errors import RequestError


@pytest.mark.parametrize("format", ["mermaid", "canvas"])
def test_what_is_too_large_to_draw_is_refused(format: str) -> None:
    chain = with_properties(*({} for _ in range(502)))
    with pytest.raises(RequestError, match="50") as caught:
        written(chain, format)
    assert "--depth-from" in caught.value.hint
    assert written(chain, format, limit="600")
    with pytest.raises(RequestError, match="limit=many"):
        written(chain, format, limit="many")
