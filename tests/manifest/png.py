"""Reads the pixels of a PNG file: 8 bits a channel, with or without alpha, not interlaced."""

import struct
import zlib
from dataclasses import dataclass

CHANNELS = {2: 3, 6: 4}  # the PNG colour types "truecolour" and "truecolour with alpha"


@dataclass(frozen=True)
class Picture:
    width: int
    height: int
    pixels: tuple[tuple[int, ...], ...]  # row by row; red, green, blue, alpha


def read(content: bytes) -> Picture:
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    chunks = list(_chunks(content))
    width, height, depth, colour, *_, interlaced = struct.unpack(">IIBBBBB", chunks[0][1])
    assert (depth, interlaced) == (8, 0)
    packed = b"".join(body for kind, body in chunks if kind == b"IDAT")
    size = CHANNELS[colour]
    rows = _rows(zlib.decompress(packed), width * size, size)
    pixels = tuple(_rgba(row[i : i + size]) for row in rows for i in range(0, width * size, size))
    return Picture(width, height, pixels)


def _chunks(content):
    at = 8
    while at < len(content):
        length, kind = struct.unpack(">I4s", content[at : at + 8])
        yield kind, content[at + 8 : at + 8 + length]
        at += length + 12


def _rows(raw, stride, size):
    above = bytes(stride)
    for start in range(0, len(raw), stride + 1):
        row = bytearray(raw[start + 1 : start + 1 + stride])
        for i in range(stride):
            left = row[i - size] if i >= size else 0
            corner = above[i - size] if i >= size else 0
            row[i] = (row[i] + _predicted(raw[start], left, above[i], corner)) % 256
        yield bytes(row)
        above = bytes(row)


def _predicted(kind, left, up, corner):
    """The five filters of the PNG specification, section 9."""
    guess = left + up - corner
    nearest = min((left, up, corner), key=lambda value: abs(guess - value))
    return (0, left, up, (left + up) // 2, nearest)[kind]


def _rgba(pixel):
    return (*pixel, 255) if len(pixel) == 3 else tuple(pixel)
