"""JSON columns in PostgreSQL's binary format."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from verilink.database.pool import decode_jsonb, encode_jsonb

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**53), 2**53)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=20,
)


@given(JSON)
def test_every_json_value_comes_back_the_same(value: object) -> None:
    encoded = encode_jsonb(value)
    assert encoded[:1] == b"\x01"
    assert json.loads(encoded[1:]) == value
    assert decode_jsonb(encoded) == value
