"""The larger pieces: tables in all their states, charts, papers, messages and panels."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QProgressBar, QWidget

from app.gui.asking import Over, Question
from app.gui.dialogs.form_panel import Ask, FormPanel
from app.gui.gallery import samples
from app.gui.gallery.pieces import beside, under
from app.gui.gallery.samples import BILLS, Bill
from app.gui.rescaling import sized
from app.gui.tables.data_table import DataTable
from app.gui.tables.paged_model import ListColumn, PagedModel
from app.gui.tables.rows_model import Column, RowsModel
from app.gui.theme import current
from app.gui.toasts import WIDTH, Toast
from app.gui.widgets.chart import ChartView
from app.gui.widgets.digit_list import DigitList
from app.gui.widgets.form_card import FormCard, FormChoice
from app.gui.widgets.patient_canvas import PatientCanvas
from app.gui.widgets.qr_picture import QrPicture, modules_of
from app.gui.widgets.step_list import Step, StepList, StepState
from app.gui.widgets.surfaces import Card
from app.kernel.errors import NeedsConfirmation
from app.kernel.i18n import format_money, format_short_date
from app.kernel.listing import Page

COLUMNS: Final[tuple[Column[Bill], ...]] = (
    Column("Invoice", lambda row: row.number),
    Column("Day", lambda row: format_short_date(row.day)),
    Column("Name", lambda row: row.name, stretch=True, strong=lambda row: row.whole),
    Column("Status", lambda row: "", chip=lambda row: None if row.whole else row.status),
    Column(
        "Owed",
        lambda row: format_money(row.owed),
        right=True,
        tone=lambda row: "text" if row.owed else "muted",
        strong=lambda row: row.whole,
    ),
)


def table(*, ticks: bool = False, compact: bool = False) -> QWidget:
    """All kinds of cells: a chosen row, a sum in bold, ticks where wanted."""
    model = RowsModel(COLUMNS, ticks=ticks, key=lambda row: row.number)
    model.show_rows(BILLS)
    if ticks:
        model.tick((BILLS[0].number, BILLS[2].number))
    shown = DataTable(model, compact=compact, name="Invoices")
    shown.be_as_high_as(len(BILLS))
    shown.show_sorted(1, descending=True)
    shown.selectRow(1)
    return _in_card(shown)


def ticked_table() -> QWidget:
    return table(ticks=True, compact=True)


def empty_table() -> QWidget:
    words = "No invoice fits the filter. Esc shows all of them again."
    shown = DataTable(RowsModel(COLUMNS), empty_words=words, name="Invoices")
    shown.setFixedHeight(current().px(72))
    return _in_card(shown)


def skeleton() -> QWidget:
    """A list that was counted, and whose rows are on their way."""
    columns = tuple(ListColumn(each.title, each, lambda _row: "") for each in COLUMNS)
    model: PagedModel[Bill] = PagedModel(columns)
    model.begin(model.wanted)
    model.take_page(model.question, 0, Page(BILLS[:1], (), True))
    model.take_marks(model.question, 5, ())
    shown = DataTable(model, name="Invoices on their way")
    shown.be_as_high_as(5)
    return _in_card(shown)


def _in_card(shown: DataTable) -> Card:
    card = Card("Open invoices", flush=True)
    card.body.addWidget(shown)
    return card


def progress() -> QWidget:
    some, unknown = QProgressBar(), QProgressBar()
    some.setRange(0, 100)
    some.setValue(62)
    unknown.setRange(0, 0)
    for bar in (some, unknown):
        bar.setTextVisible(False)
    return under(some, unknown)


def charts() -> QWidget:
    made = []
    for chart in samples.CHARTS:
        view = ChartView()
        view.show_chart(chart)
        made.append(view)
    return under(*made, gap=16)


def patient_pages() -> QWidget:
    made = []
    for page in samples.PATIENT_PAGES:
        canvas = PatientCanvas()
        canvas.show_page(page, "09:12")
        sized(canvas, current().px, least_height=200)
        made.append(canvas)
    return under(*made)


def qr_code() -> QWidget:
    return beside(QrPicture(modules_of("W1-004410:CF"), 4, "The receipt as a code"))


def toasts() -> QWidget:
    def nothing(_toast: Toast | None = None) -> None:
        """Nobody puts them away here."""

    saved = Toast("money_in", "Receipt W1-004410 is saved.", "Change 15.00", "", None, nothing)
    offer = Toast(
        "caution", samples.VIETNAMESE_SENTENCE, samples.BURMESE_SENTENCE, "Undo", nothing, nothing
    )
    failed = Toast("danger", samples.SENTENCE, "", "Try again", nothing, nothing)
    failed.say_waiting(2)
    for toast in (saved, offer, failed):
        sized(toast, current().px, width=WIDTH)
    return under(*(beside(toast) for toast in (saved, offer, failed)))


def digit_list() -> QWidget:
    """As it stands over a screen: it lays itself out over a ground of its own."""
    over = Card()
    over.setFixedSize(current().px(460), current().px(260))
    listed = DigitList(over)
    rows = [(name, name) for name in (samples.SHORT, samples.VIETNAMESE_VERB, samples.BURMESE_VERB)]
    listed.ask(
        "Why is receipt W1-000123 void?", rows, lambda _chosen: None, detail=samples.SENTENCE
    )
    return over


def form() -> QWidget:
    choices = tuple((name, name) for name in samples.NAMES)
    asks = (
        Ask("name", "Name", value=samples.VIETNAMESE),
        Ask("born", "Birth date", kind="day", half=True),
        Ask("paid", "Amount", kind="money", half=True, value=samples.usd(3500)),
        Ask("payer", "Payer", kind="choice", choices=choices, hint="Who gets the bill."),
        Ask("note", "Note", kind="lines", optional=True),
    )
    frame = _frame()
    panel = FormPanel(
        frame, "Change the patient", "Save", asks, samples.PRACTICE, about=samples.SENTENCE
    )
    panel.form.refuse("name", samples.VIETNAMESE_SENTENCE)
    panel.say_error("Somebody else changed this a moment ago. Look at it again, then save.")
    return _in_frame(panel, frame)


def question() -> QWidget:
    frame = _frame()
    words = f"{samples.SENTENCE} {samples.VIETNAMESE_SENTENCE}"
    asked = NeedsConfirmation("gallery", words, verb="Take 35.00 again")
    return _in_frame(Question(frame, asked, asked.verb), frame)


def _frame() -> Card:
    """The ground of a dialog; as high as a window, by which a form knows its room."""
    frame = Card()
    frame.resize(current().px(640), current().px(900))
    return frame


def _in_frame(dialog: Over, frame: Card) -> QWidget:
    """A dialog as a part of the page, with the edge its window would have."""
    dialog.setWindowFlags(Qt.WindowType.Widget)
    frame.body.setContentsMargins(0, 0, 0, 0)
    frame.body.addWidget(dialog)
    return frame


def steps() -> QWidget:
    """Every way a step stands."""
    words = ("Language", samples.VIETNAMESE, samples.BURMESE, "Printer", "Bank account")
    states = (StepState.DONE, StepState.PASSED, StepState.HERE, StepState.NEXT, StepState.NEXT)
    listed = StepList("First steps")
    listed.show_steps(
        [
            Step(str(place), said, state, opens=state is not StepState.NEXT)
            for place, (said, state) in enumerate(zip(words, states, strict=True))
        ]
    )
    return listed


def form_card() -> QWidget:
    card = FormCard("The practice")
    choice = FormChoice()
    choice.offer([(name, name) for name in samples.NAMES], samples.VIETNAMESE)
    card.add("name", "Name", QLineEdit(samples.VIETNAMESE))
    card.add("person", "Who looks after it", choice)
    card.refuse("name", samples.VIETNAMESE_SENTENCE)
    card.finish("Next", "Later")
    return card
