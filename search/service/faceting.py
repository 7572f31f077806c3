"""Values, labels, counts and links → the facets of an answer, as trees."""

from collections.abc import Iterable, Mapping

from portal.core.enums import TerritoryLevel
from search.facets import Facet, Shape
from search.labels import Memory
from search.query import SearchQuery
from search.results import FacetResult, FacetValue
from search.service.counting import Counted, shown_facets, values_of
from search.territories import OPENED, Relations


def facet_results(
    query: SearchQuery, counted: Counted, memory: Memory
) -> tuple[FacetResult, ...]:
    """The facets that have something to choose or to take away, in their order."""
    found = []
    for facet in shown_facets(query):
        numbers = values_of(facet, query, counted)
        chosen = query.chosen(facet.key)
        if numbers or chosen:
            draw = _Territories if facet.shape is Shape.TERRITORY else _Values
            found.append(
                FacetResult(
                    facet.key,
                    str(facet.label),
                    numbers,
                    chosen,
                    draw(facet, query, numbers, memory),
                    nested=facet.values.nested or facet.shape is Shape.TERRITORY,
                )
            )
    return tuple(found)


class _Values:
    """Draws the values of one facet that have a document or are chosen."""

    def __init__(
        self,
        facet: Facet,
        query: SearchQuery,
        numbers: Mapping[str, int],
        memory: Memory,
    ) -> None:
        self.facet = facet
        self.query = query
        self.numbers = numbers
        self.memory = memory
        self.chosen = query.chosen(facet.key)
        self.labels = facet.values.labelled(memory)

    def some(self, values: Iterable[str]) -> tuple[FacetValue, ...]:
        return tuple(self.value(value) for value in values)

    def values(self) -> tuple[FacetValue, ...]:
        return self.nested() if self.facet.values.nested else self.flat()

    def value(
        self,
        value: str,
        children: tuple[FacetValue, ...] = (),
        instead_of: tuple[str, ...] = (),
    ) -> FacetValue:
        return FacetValue(
            value,
            self.labels.get(value) or self.facet.values.label(value, self.memory),
            self.numbers.get(value, 0),
            value in self.chosen,
            self.facet.key,
            self.query,
            children,
            instead_of,
        )

    def present(self) -> set[str]:
        return {*self.chosen, *self.numbers}

    def flat(self) -> tuple[FacetValue, ...]:
        """The registry's order, then values without a list, the latest first."""
        present = self.present()
        listed = [value for value in self.labels if value in present]
        others = sorted(
            present.difference(listed), reverse=self.facet.shape is not Shape.PERIOD
        )
        return self.some((*listed, *others))

    def nested(self) -> tuple[FacetValue, ...]:
        present = self.present()
        drawn = []
        for root, under in self.facet.values.trees(self.memory).items():
            below = tuple(value for value in under if value in present)
            if below or root in present:
                children = tuple(self.value(value, (), (root,)) for value in below)
                drawn.append(self.value(root, children, below))
        return tuple(drawn)


class _Territories(_Values):
    """Départements over the intermunicipalities that they touch, chosen
    intermunicipalities and arrondissements over their communes, others alone."""

    def values(self) -> tuple[FacetValue, ...]:
        relations = self.memory.relations
        present = {value for value in self.present() if value in relations.known}
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

    def _replaced_by(self, value: str, relations: Relations) -> tuple[str, ...]:
        """The chosen territories that ``value`` narrows, or holds."""
        return tuple(
            chosen
            for chosen in self.chosen
            if chosen != value and relations.related(chosen, value)
        )


def _ordered(values: Iterable[str], relations: Relations) -> list[str]:
    return sorted(values, key=relations.order.__getitem__)


def _children(
    value: str, relations: Relations, chosen: tuple[str, ...]
) -> tuple[str, ...]:
    level = relations.known[value].level
    if level == TerritoryLevel.DEPARTEMENT:
        return relations.touched_epcis(value)
    if level in OPENED and value in chosen:
        return relations.communes_of(value)
    return ()


def _is_root(value: str, relations: Relations, chosen: tuple[str, ...]) -> bool:
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
