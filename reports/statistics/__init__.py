"""The statistics that reports are made of, in the order of a report, and what it does not say yet."""

from __future__ import annotations

from reports.statistics.base import Statistic
from reports.statistics.indirect import INDIRECT
from reports.statistics.left import LEFT
from reports.statistics.money import MONEY
from reports.statistics.persons import PERSONS
from reports.statistics.rest import REST
from reports.statistics.route import ROUTE
from reports.statistics.words import Words

ALL: tuple[Statistic, ...] = (PERSONS, ROUTE, LEFT, REST, INDIRECT, MONEY)
BY_ID = {statistic.id: statistic for statistic in ALL}

# What the programme reports (domain §5) and this report does not say yet, whether or not the facts
# are recorded: named in words, never printed as 0.
NOT_REPORTED: tuple[Words, ...] = (
    Words("polisanmälningar", "reports to the police"),
    Words("utnyttjande i ett annat land", "exploitation in another country"),
    Words("hjälp som samhället inte betalade", "help that society did not pay for"),
    Words("identifierade utanför det formella systemet", "identified outside the formal system"),
    Words("betänketid", "reflection periods"),
    Words("rättigheter som tillgodosetts", "rights that were met"),
    Words("integrationsinsatser och återvändande", "integration and return"),
    Words("handläggningstider", "times from identification to decision"),
    Words("hur ärenden avslutats", "how cases were closed"),
    Words("utbetalda medel", "money paid out"),
)

__all__ = ["ALL", "BY_ID", "NOT_REPORTED", "Statistic"]
