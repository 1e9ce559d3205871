"""Lines out of a stream that arrives in any pieces."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wgtui.kube.lines import HEAD, LONGEST_LINE, LineReader, Overlong


class Pieces:
    """A stream that arrives as these, and then ends."""

    def __init__(self, pieces: Iterable[bytes]) -> None:
        self._pieces = iter(pieces)

    async def readany(self) -> bytes:
        return next(self._pieces, b"")


async def lines_of(reader: LineReader) -> list[bytes]:
    found: list[bytes] = []
    while some := await reader.read():
        found += some
    return found


def cut(content: bytes, places: Iterable[int]) -> list[bytes]:
    """The content in pieces, cut at these places."""
    ends = [*sorted({place % (len(content) + 1) for place in places}), len(content)]
    starts = [0, *ends[:-1]]
    return [piece for start, end in zip(starts, ends, strict=True) if (piece := content[start:end])]


LINES = st.lists(st.binary(max_size=40).map(lambda line: line.replace(b"\n", b".")), max_size=12)
PLACES = st.lists(st.integers(min_value=0, max_value=2**16), max_size=30)


@given(LINES, PLACES)
async def test_pieces_make_no_difference(lines: list[bytes], places: list[int]) -> None:
    """However the network cuts it, the lines are those that were sent."""
    reader = LineReader(Pieces(cut(b"".join(line + b"\n" for line in lines), places)))
    assert await lines_of(reader) == lines
    assert reader.rest() == b""


@given(LINES, st.binary(min_size=1, max_size=40).map(lambda half: half.replace(b"\n", b".")), PLACES)
async def test_half_a_line_is_no_line(lines: list[bytes], half: bytes, places: list[int]) -> None:
    """What comes after the last line end is told apart."""
    reader = LineReader(Pieces(cut(b"".join(line + b"\n" for line in lines) + half, places)))
    assert await lines_of(reader) == lines
    assert reader.rest() == half


@given(LINES, PLACES, st.integers(min_value=1, max_value=30))
async def test_a_long_line_is_cut_wherever_it_was_cut_before(
    lines: list[bytes], places: list[int], longest: int
) -> None:
    """A line longer than is kept is passed as its head, and the lines around it are whole."""
    reader = LineReader(Pieces(cut(b"".join(line + b"\n" for line in lines), places)), longest)
    found = await lines_of(reader)
    assert found == [line[:longest] for line in lines]
    assert [isinstance(line, Overlong) for line in found] == [len(line) > longest for line in lines]


async def test_a_line_of_fifty_megabytes_takes_no_more_memory_than_the_longest_allowed() -> None:
    """It is read to its end all the same, so that the lines after it are found."""
    block = b"x" * 2**18
    pieces = [b"begin", *[block] * 200, b"\nnext\n"]
    reader = LineReader(Pieces(pieces))
    huge, following = await lines_of(reader)
    assert isinstance(huge, Overlong)
    assert huge.startswith(b"beginxxx")
    assert len(huge) == HEAD
    assert HEAD < LONGEST_LINE < 50 * 2**20
    assert following == b"next"


async def test_nothing_for_a_while_is_told() -> None:
    """The reader can be asked again after that: nothing is lost."""

    class Late(Pieces):
        async def readany(self) -> bytes:
            if not self.came:
                self.came = True
                raise TimeoutError
            return await super().readany()

        came = False

    reader = LineReader(Late([b"a\n"]))
    with pytest.raises(TimeoutError):
        await reader.read(10)
    assert await reader.read(10) == [b"a"]
