"""Values, labels, counts and links → the facets of an answer, as trees."""

from collections.abc import Callable, Iterable, Mapping

from portal.core.enums import TerritoryLevel
from search.addresses import FacetLinks
from search.facets import Facet, Shape
from search.labels import Memory
from search.query import SearchQuery
from search.results import FacetResult, FacetValue
from search.service.counting import Counted, shown_facets, values_of
from search.territories import OPENED, Relations

Children = Callable[[str], tuple[FacetValue, ...]]


def facet_results(
    query: SearchQuery, counted: Counted, memory: Memory
) -> tuple[FacetResult, ...]:
    """The facets that have something to choose or to take away, in their order."""
    found = []
    for facet in shown_facets(query):
        numbers = values_of(facet, query, counted)
        if numbers or query.chosen(facet.key):
            found.append(_facet_result(facet, query, numbers, memory))
    return tuple(found)


def _facet_result(
    facet: Facet, query: SearchQuery, numbers: Mapping[str, int], memory: Memory
) -> FacetResult:
    draw = _Drawer(facet, query, numbers, memory)
    if facet.shape is Shape.TERRITORY:
        values = draw.territories()
    elif facet.values.nested:
        values = draw.nested()
    else:
        values = draw.flat()
    return FacetResult(
        facet.key,
        str(facet.label),
        values,
        nested=facet.values.nested or facet.shape is Shape.TERRITORY,
    )


class _Drawer:
    """Draws the values of one facet that have a document or are chosen."""

    def __init__(
        self,
        facet: Facet,
        query: SearchQuery,
        numbers: Mapping[str, int],
        memory: Memory,
    ) -> None:
        self.facet = facet
        self.numbers = numbers
        self.memory = memory
        self.chosen = set(query.chosen(facet.key))
        self.links = FacetLinks(query, facet.key)
        self.labels = facet.values.labelled(memory)

    def _present(self) -> set[str]:
        return self.chosen | set(self.numbers)

    def value(
        self,
        value: str,
        children: tuple[FacetValue, ...] = (),
        instead_of: Iterable[str] = (),
    ) -> FacetValue:
        selected = value in self.chosen
        return FacetValue(
            value,
            self.labels.get(value) or self.facet.values.label(value, self.memory),
            self.numbers.get(value, 0),
            selected,
            children,
            "" if selected else self.links.add(value, instead_of),
            self.links.remove(value) if selected else "",
        )

    def flat(self) -> tuple[FacetValue, ...]:
        """The registry's order, then values without a list, the latest first."""
        present = self._present()
        listed = [value for value in self.labels if value in present]
        others = sorted(present.difference(listed), reverse=True)
        if self.facet.shape is Shape.PERIOD:
            others.reverse()
        return tuple(self.value(value) for value in (*listed, *others))

    def nested(self) -> tuple[FacetValue, ...]:
        present = self._present()
        parent_of = self.facet.values.parent
        below: dict[str, list[str]] = {}
        roots: dict[str, None] = {}
        for value in self.labels:
            parent = parent_of(value, self.memory)
            if parent and value in present:
                below.setdefault(parent, []).append(value)
                roots[parent] = None
            elif not parent and value in present:
                roots[value] = None
        order = {value: place for place, value in enumerate(self.labels)}
        return tuple(
            self.value(
                root,
                tuple(self.value(child, (), (root,)) for child in below.get(root, ())),
                below.get(root, ()),
            )
            for root in sorted(roots, key=lambda value: order.get(value, 0))
        )

    def territories(self) -> tuple[FacetValue, ...]:
        """Départements over the intermunicipalities that they touch, chosen
        intermunicipalities and arrondissements over their communes, others alone."""
        relations = self.memory.relations
        present = {value for value in self._present() if value in relations.known}
        drawn: dict[str, FacetValue] = {}

        def draw(value: str) -> FacetValue:
            if value not in drawn:
                below = (
                    child
                    for child in _children(value, relations, self.chosen)
                    if child in present
                )
                drawn[value] = self.value(
                    value,
                    tuple(draw(child) for child in _ordered(below, relations)),
                    self._replaced_by(value, relations),
                )
            return drawn[value]

        roots = {value for value in present if _is_root(value, relations, self.chosen)}
        for value in present:
            if relations.known[value].level == TerritoryLevel.EPCI:
                roots.update(_departements_of(value, relations) or (value,))
        return tuple(draw(value) for value in _ordered(roots, relations))

    def _replaced_by(self, value: str, relations: Relations) -> list[str]:
        """The chosen territories that ``value`` narrows, or holds."""
        return [
            chosen
            for chosen in self.chosen
            if chosen != value and relations.related(chosen, value)
        ]


def _ordered(values: Iterable[str], relations: Relations) -> list[str]:
    return sorted(values, key=relations.order.__getitem__)


def _children(value: str, relations: Relations, chosen: set[str]) -> tuple[str, ...]:
    level = relations.known[value].level
    if level == TerritoryLevel.DEPARTEMENT:
        return relations.touched_epcis(value)
    if level in OPENED and value in chosen:
        return relations.communes_of(value)
    return ()


def _is_root(value: str, relations: Relations, chosen: set[str]) -> bool:
    """Intermunicipalities stand under départements; a commune stands under what is
    chosen around it."""
    territory = relations.known[value]
    if territory.level == TerritoryLevel.EPCI:
        return False
    if not territory.is_commune:
        return True
    return not any(
        around in chosen and relations.known[around].level in OPENED
        for around in relations.within(value)
    )


def _departements_of(value: str, relations: Relations) -> list[str]:
    return [
        around
        for around in relations.within(value)
        if relations.known[around].level == TerritoryLevel.DEPARTEMENT
    ]
