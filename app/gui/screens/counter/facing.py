"""What the patient display is told of the form in front: amounts alone, from its first key on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from app.areas.cards.values import AttemptState
from app.gui.desk import Desk
from app.gui.screens.counter.payment_form import PaymentForm, Stage
from app.kernel.errors import UserError
from app.kernel.ids import PaymentId
from app.kernel.money import Money

AT_READER: Final = frozenset(
    {
        AttemptState.CREATING,
        AttemptState.ARMING,
        AttemptState.READER_BUSY,
        AttemptState.WAITING_CARD,
        AttemptState.VERIFYING,
        AttemptState.CAPTURING,
    }
)


@dataclass(frozen=True, slots=True)
class Told:
    """One message to the display; the same one is not told twice."""

    what: str
    amounts: tuple[Money | None, ...] = ()
    language: str = ""


NOTHING: Final = Told("blank")


class Facing:
    """Tells the display when what it should show has changed. A payment that was taken is shown
    once: what came after it never brings it back.
    """

    def __init__(
        self,
        desk: Desk,
        form: Callable[[], PaymentForm | None],
        here: Callable[[], bool],
        at_reader: Callable[[PaymentForm], AttemptState | None],
    ) -> None:
        self._desk, self._form, self._here, self._at_reader = desk, form, here, at_reader
        self._told = NOTHING
        self._thanked: PaymentId | None = None

    def tell(self) -> None:
        """Look at the form again."""
        now = self._now()
        if now is None or now == self._told:
            return
        self._told = now
        face, language = self._desk.face, now.language
        if now.what == "blank":
            face.blank()
            return
        if now.what == "thank":
            face.thank(language)
            return
        due, given, change = (*now.amounts, None, None)[:3]
        if due is None:
            return
        if now.what == "change" and change is not None:
            face.show_change(due, given, change, language)
        elif now.what == "card":
            face.show_card(due, language)
        elif given:
            face.show_tender(due, given, language)
        else:
            face.show_due(due, language)

    def _now(self) -> Told | None:
        """What the display should show; None to leave it as it is while an amount is half typed."""
        form = self._form()
        if form is None or not self._here() or self._desk.find.text():
            return NOTHING
        language = form.account.header.language
        if form.stage is Stage.TAKEN:
            return self._taken(form, language)
        try:
            if form.stage is Stage.CHARGING:
                due, state = form.leg_pays(), self._at_reader(form)
                if state is None:
                    return None
                return Told("card", (due,), language) if state in AT_READER else NOTHING
            if not (form.begun or form.stage is Stage.SENDING) or form.pays_credit:
                return NOTHING
            due = form.to_pay()
            if not due:
                return NOTHING
            return Told("due", (due + form.rounding(), self._handed(form)), language)
        except UserError:
            return None

    def _handed(self, form: PaymentForm) -> Money | None:
        """What was given so far, all tenders together; None where nothing is typed."""
        given, before = form.given(), form.in_legs()
        if given is None:
            return before or None
        return before + given

    def _taken(self, form: PaymentForm, language: str) -> Told | None:
        if form.payment_id == self._thanked:
            return None if self._told.what in ("change", "thank") else NOTHING
        self._thanked = form.payment_id
        answer = form.answer
        if answer is None:
            return Told("thank", (), language)
        paid = answer.amount + answer.rounding
        given = paid + answer.change if answer.change else None
        return Told("change", (paid, given, answer.change), language)
