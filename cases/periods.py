from __future__ import annotations
from dataclasses import dataclass
from datetime import date, timedelta
@dataclass(frozen=True)
class Period:
    start: date
    days: int
    @property
    def last(self) -> date:
        return self.start + timedelta(days=self.days - 1)
    @classmethod
    def until(cls, start: date, last: date) -> "Period":
        return cls(start, (last - start).days + 1)
