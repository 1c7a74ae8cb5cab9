"""The programme's rules about what specific and integration interventions can be: its own list (domain §3). Pure."""

from __future__ import annotations

from cases.rule_answers import Level, Rule, Verdict, Verdicts, ok_if
from cases.rule_facts import Facts, Item


def item_on_list(facts: Facts) -> Verdicts:
    """A kind that is given from a list is given for something on it: of this programme, and of this kind."""
    if facts.rules is None:
        return
    if not facts.rules.catalogue_item:
        if facts.item or facts.amount is not None or facts.for_dependant:
            yield Verdict(Level.STOP, "catalogue_item", case="no_list")
    elif facts.item is None:
        yield Verdict(Level.STOP, "catalogue_item")
    elif not facts.item.in_programme:
        yield Verdict(Level.STOP, "catalogue_item", {"programme": facts.programme or ""}, case="programme")
    elif facts.item.kind != facts.kind:
        yield Verdict(Level.STOP, "catalogue_item", case="kind")
    else:
        yield Verdict(Level.OK, "catalogue_item")


def _item(facts: Facts) -> Item | None:
    """What is applied for, where the kind has a list at all."""
    return facts.item if facts.rules and facts.rules.catalogue_item else None


def item_open(facts: Facts) -> Verdicts:
    """What was on the list on the day of sending can be granted later; what was closed by then cannot. An item that an
    answer to a question names first counts from the day of that answer."""
    item = _item(facts)
    if item and item.closed_on and item.closed_on <= (facts.item_since or facts.sent_on):
        yield Verdict(Level.STOP, "item_closed", {"closed_on": item.closed_on})


def item_amount(facts: Facts) -> Verdicts:
    """What it costs is known, and no more than the list allows for one intervention."""
    if facts.rules is None or not facts.rules.catalogue_item:
        return
    item, amount = facts.item, facts.amount
    if amount is None or amount <= 0:
        yield Verdict(Level.STOP, "item_amount", case="missing")
    elif item and item.max_amount is not None:
        yield ok_if(amount <= item.max_amount, "item_amount", asked=amount, most=item.max_amount)


def item_for_whom(facts: Facts) -> Verdicts:
    """Some of the list is for the person, some for somebody who belongs to them, grown up or not."""
    item = _item(facts)
    if item is None or item.for_whom == "ANYBODY":
        return
    fits = facts.for_dependant == (item.for_whom == "DEPENDANT")
    yield Verdict(Level.OK if fits else Level.STOP, "item_for_whom", case=item.for_whom.lower())


ABOUT_ITEMS: tuple[Rule, ...] = (item_on_list, item_open, item_amount, item_for_whom)
"""In the order in which a page shows them."""
