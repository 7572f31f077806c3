"""A square country whose geography is known by heart."""

from directory.geography import Geography
from search.territories import KnownTerritory, Relations

SIZE = 8  # communes on each side of a square country
COMMUNES = [(x, y) for x in range(SIZE) for y in range(SIZE)]


def bit(x: int, y: int) -> int:
    return 1 << COMMUNES.index((x, y))


def code(x: int, y: int) -> str:
    return f"{x}{y}"


def square(groups: dict[str, set[tuple[int, int]]]) -> Geography:
    """Communes on a grid, each touching those beside it; ``groups`` are EPCI."""
    communes = [
        KnownTerritory(
            f"commune-{code(x, y)}", "commune", code(x, y), f"{x} {y}", x + y, bit(x, y)
        )
        for x, y in COMMUNES
    ]
    wide = [
        KnownTerritory(
            f"epci-{name}", "epci", name, name, None, sum(bit(*cell) for cell in cells)
        )
        for name, cells in groups.items()
    ]
    points = {f"commune-{code(x, y)}": (50 + y / 50, 3 + x / 50) for x, y in COMMUNES}
    touching = {
        code(x, y): [code(a, b) for a, b in ((x + 1, y), (x, y + 1)) if a < SIZE > b]
        for x, y in COMMUNES
    }
    return Geography(Relations([*communes, *wide]), points, touching)
