"""Functions on dates and times."""

from __future__ import annotations

from inspector.form.expression import dates
from inspector.form.expression.dates import Moment
from inspector.form.expression.library import Context, function
from inspector.form.expression.values import NAN, Value, is_number, to_number, to_string


@function("today", "", "any", contextual=True)
def _today(c: Context) -> Moment:
    at = c.env.now()
    midnight = dates.parse(f"{at.year:04d}-{at.month:02d}-{at.day:02d}", c.env.zone)
    return Moment(midnight)


@function("now", "", "any", contextual=True)
def _now(c: Context) -> Moment:
    at = c.env.now()
    return Moment(at, dates.stamp(at))


@function("date date-time", "v", "any", contextual=True)
def _date(c: Context, value: Value) -> Value:
    if value.__class__ is bool:
        return ""
    if is_number(value):
        number = to_number(value)
        return Moment(None if number != number else dates.from_days(number, c.env.zone))
    text = to_string(value)
    return Moment(dates.parse_loosely(text, c.env.zone)) if text else ""


@function("decimal-date-time", "v", "number", contextual=True)
def _decimal_date_time(c: Context, value: Value) -> float:
    if is_number(value):
        return to_number(value)
    at = dates.parse(to_string(value), c.env.zone)
    return NAN if at is None else dates.days(at)


@function("decimal-time", "s", "number", contextual=True)
def _decimal_time(c: Context, text: str) -> float:
    return dates.time_of_day(text, c.env.zone)


@function("format-date format-date-time", "s s", "string", contextual=True)
def _format(c: Context, text: str, pattern: str) -> str:
    at = dates.parse(text, c.env.zone)
    return "" if at is None else dates.format_date(at, pattern)
