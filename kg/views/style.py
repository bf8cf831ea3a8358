"""How things look on every page: colours that any eye tells apart, and shapes, by kind of entity and quad class."""

from __future__ import annotations

#: M. Okabe and K. Ito, "Color Universal Design" (2008): told apart with any colour vision. Colour and shape of a kind of entity.
KINDS = {
    "State": ("#0072B2", "dot"),
    "Person": ("#E69F00", "dot"),
    "GovernmentBody": ("#56B4E9", "square"),
    "InternationalOrganization": ("#009E73", "square"),
    "NonGovernmentalOrganization": ("#009E73", "square"),
    "Organization": ("#009E73", "square"),
    "Company": ("#009E73", "square"),
    "PoliticalParty": ("#CC79A7", "square"),
    "PoliticalOrganization": ("#CC79A7", "square"),
    "ArmedGroup": ("#D55E00", "triangle"),
    "Group": ("#F0E442", "dot"),
    "Place": ("#999999", "diamond"),
    "Event": ("#8C6BB1", "star"),
    "Document": ("#8C6BB1", "square"),
    "Phrase": ("#BBBBBB", "dot"),
}
COOPERATION, CONFLICT, NEITHER = "#0072B2", "#D55E00", "#8a929c"


def tone(quad: str | None) -> str:
    """``coop``, ``conf`` or ``none``: the side of a quad class.

    >>> tone("VERBAL_COOP"), tone("MATERIAL_CONF"), tone(None)
    ('coop', 'conf', 'none')
    """
    if not quad:
        return "none"
    return "coop" if quad.endswith("COOP") else "conf"
