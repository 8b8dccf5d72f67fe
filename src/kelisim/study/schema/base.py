"""What every table of study.toml is made of."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, BeforeValidator, ConfigDict

from kelisim.model.period import Period

Strings = tuple[str, ...]


def _period(value: Any) -> Any:
    if isinstance(value, Period):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    if not isinstance(value, str):
        raise ValueError('a period is a text such as "2014/2017"')
    return Period.parse(value)


PeriodText = Annotated[Period, BeforeValidator(_period)]


class Section(BaseModel):
    """A table of the file; keys it does not know are errors."""

    model_config = ConfigDict(extra="forbid", frozen=True)
