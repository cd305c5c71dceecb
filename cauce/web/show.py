"""How dates, amounts and numbers are written for the reader, in the business's own time zone."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_time, format_timedelta
from babel.numbers import format_decimal, format_percent

from cauce.core.amounts import written
from cauce.core.labels import Language
from cauce.core.money import Money
from cauce.web.i18n import Words

_DAY_NAMES_UNTIL = 7


@cache
def locale_of(language: Language, country: str | None) -> Locale:
    """Spanish as it is written in the business's country, where there is such a thing."""
    for name in (f"{language}_{country}", "es_419" if language == "es" else language, language):
        try:
            return Locale.parse(name)
        except (UnknownLocaleError, ValueError):
            continue
    return Locale.parse(language)


class Show:
    """Writes for one reader; `now` is the moment the page is made (aware UTC)."""

    def __init__(
        self,
        words: Words,
        now: datetime,
        *,
        country: str | None = None,
        time_zone: str = "UTC",
        currency: str = "USD",
    ) -> None:
        self._words = words
        self.now = now
        self.currency = currency
        self.zone = ZoneInfo(time_zone)
        self.locale = locale_of(words.language, country)

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.zone)

    def clock(self, at: datetime) -> str:
        """18:42, or 6:42 p. m. where that is usual."""
        return format_time(self.local(at), "short", locale=self.locale)

    def size(self, size: int) -> str:
        """How big a file is: 340 KB, 1,2 MB."""
        unit, each = ("MB", 1024 * 1024) if size >= 1024 * 1024 else ("KB", 1024)
        return f"{format_decimal(max(size / each, 0.1), '#,##0.#', locale=self.locale)} {unit}"

    def day(self, at: datetime | date) -> str:
        """Today, yesterday, Monday, or 3 March."""
        when = self.local(at).date() if isinstance(at, datetime) else at
        ago = (self.local(self.now).date() - when).days
        if ago == 0:
            return self._words("time.today")
        if ago == 1:
            return self._words("time.yesterday")
        if 0 < ago < _DAY_NAMES_UNTIL:
            return format_date(when, "EEEE", locale=self.locale).capitalize()
        same_year = when.year == self.local(self.now).year
        return format_date(when, "d MMMM" if same_year else "d MMM y", locale=self.locale)

    def moment(self, at: datetime) -> str:
        """The whole date with the time, for the record."""
        local = self.local(at)
        return f"{format_date(local, 'd MMM y', locale=self.locale)}, {self.clock(at)}"

    def short(self, at: datetime) -> str:
        """The time for today, the day before that: what a list has room for."""
        if self.local(at).date() == self.local(self.now).date():
            return self.clock(at)
        if (self.now - at) < timedelta(days=_DAY_NAMES_UNTIL):
            return format_date(self.local(at), "EEE", locale=self.locale)
        return format_date(self.local(at), "d MMM", locale=self.locale)

    def ago(self, at: datetime) -> str:
        """3 minutes ago."""
        passed = at - self.now
        if abs(passed) < timedelta(seconds=45):
            return self._words("time.now")
        return format_timedelta(passed, add_direction=True, locale=self.locale, threshold=1.2)

    def lasting(self, since: datetime) -> str:
        """3 minutes."""
        return format_timedelta(self.now - since, locale=self.locale, threshold=1.2)

    def money(self, minor: int, currency: str | None = None) -> str:
        """As the chat writes it: customers and the team read the same amount."""
        return self.amount(Money.of_minor(minor, currency or self.currency))

    def price(self, amount: Decimal, currency: str | None) -> str:
        """A price of fractions of a cent, as platforms have them."""
        return f"{amount.normalize():f} {currency or self.currency}"

    def amount(self, money: Money) -> str:
        text = written(money)
        # Several currencies share a sign; abroad the code tells them apart.
        at_home = money.currency == self.currency or money.currency in text
        return text if at_home else f"{text} {money.currency}"

    def plain_amount(self, minor: int, currency: str | None = None) -> str:
        """As it is typed into a field: no sign, no thousands."""
        return str(Money.of_minor(minor, currency or self.currency).amount)

    def number(self, value: float) -> str:
        return str(format_decimal(value, locale=self.locale))

    def dollars(self, amount: Decimal | str) -> str:
        """US dollars, in which vendors of models are paid; a cent's parts count there."""
        exact = Decimal(amount)
        digits = "0.00" if exact == round(exact, 2) else "0.00##"
        return f"US$ {format_decimal(exact, digits, locale=self.locale)}"

    def percent(self, part: float) -> str:
        """0..1 as a whole percentage."""
        return str(format_percent(part, locale=self.locale))

    def iso(self, at: datetime) -> str:
        """For machines: the `datetime` of a <time>."""
        return at.astimezone(UTC).isoformat()
