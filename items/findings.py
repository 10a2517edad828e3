"""The sentence of each finding, and the place it speaks of, in the reader's language."""

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.keys import key_in
from items.elements import ELEMENTS, Element
from items.formnotes import FINDINGS
from items.rules.checks import Finding

SENTENCES: Mapping[str, str | Promise] = {
    "missing": gettext_lazy("%(label)s is missing"),
    "unknown_code": gettext_lazy("%(label)s: “%(value)s” is not in the code list"),
    "no_number": gettext_lazy("%(label)s: “%(value)s” is no number from 0 upwards"),
    "wrong_format": gettext_lazy("%(label)s: “%(value)s” is not written as it should be"),
    "too_long": gettext_lazy("%(label)s: at most %(most)d characters"),
    "bad_base_code": gettext_lazy("the base code %(code)s is not valid"),
    "code_of_other_type": gettext_lazy("the base code %(code)s belongs to another type of items"),
    "bad_implementing_code": gettext_lazy(
        "no implementing code can be made of the body's code, its level and this base code"
    ),
    "handling_twice": gettext_lazy("a handling option is listed twice"),
    "handling_too_many": gettext_lazy("an item has at most 99 handling options"),
    "other_name": gettext_lazy("the directory calls this item “%(name)s”"),
    "other_type": gettext_lazy("the directory has this item under another type"),
    "level_not_allowed": gettext_lazy("the directory does not let level %(level)s carry out this item"),
    "not_a_leaf": gettext_lazy("the directory row has sub-items; only those can be carried out"),
    "basis_of_directory_missing": gettext_lazy("the directory rests the item on %(laws)s, which is not named here"),
    "instant_days": gettext_lazy("an item decided on the spot promises no days"),
    "promise_missing": gettext_lazy("the promised limit is missing"),
    "promise_above_law": gettext_lazy("the promised limit is above the statutory limit"),
    "beyond_regime": gettext_lazy("the law this item follows allows at most %(days)d working days: %(law)s"),
    "beyond_regime_natural": gettext_lazy("the law this item follows allows at most %(days)d calendar days: %(law)s"),
    "whole_unknown": gettext_lazy("the chain is a part of %(name)s, for which no law sets a time"),
    "whole_too_long": gettext_lazy(
        "the chains take %(total)d working days together, the law allows at most %(days)d: %(law)s"
    ),
    "procedure_without_days": gettext_lazy("a special procedure needs the days it may take"),
    "power_without_source": gettext_lazy("a power needs its source"),
    "division_missing": gettext_lazy("an item of split levels needs the division of powers"),
    "delegator_missing": gettext_lazy("an entrusted body needs the body that entrusted it"),
    "remedy_missing": gettext_lazy("a power needs its remedies: %(label)s is missing"),
    "cannot_set_licence": gettext_lazy("only law, regulation or decree can set an administrative licence"),
    "extra_missing": gettext_lazy("items of this type need: %(label)s"),
    "visit_needed": gettext_lazy("no visit is needed, yet it cannot be accepted online"),
    "visit_unexplained": gettext_lazy("a visit is needed, but the reason is missing"),
    "address_missing": gettext_lazy("handled online elsewhere, but the address is missing"),
    "system_unnamed": gettext_lazy("handled in another system, but its name is missing"),
    "channel_missing": gettext_lazy("accepted online, but the ways to apply do not say so"),
    "window_without_place": gettext_lazy("taken in at a window, but no window is named"),
    "nothing_to_pay": gettext_lazy("payment online is offered, but nothing is charged"),
    "amount_missing": gettext_lazy("a fixed fee needs its amount"),
    "bands_unclear": gettext_lazy("bands are written like 100:500, each above the one before, the last 以上:300"),
    "price_beside_amount": gettext_lazy("a fee by unit prices is computed and has no fixed amount"),
    "unit_missing": gettext_lazy("a unit price needs its unit"),
    "quantity_unknown": gettext_lazy("no number of the form is called “%(name)s”"),
    "least_above_most": gettext_lazy("the least is above the most"),
    "reduction_unexplained": gettext_lazy("a fee that may be reduced needs the conditions of it"),
    "firm_named": gettext_lazy("an intermediary service may not name a firm"),
    "service_not_listed": gettext_lazy("the intermediary service %(name)s is not on the official list"),
    "nothing_to_defer": gettext_lazy("materials may follow later, but none is marked so"),
    "deferral_without_days": gettext_lazy("materials may follow later, but the days are missing"),
    "deferral_too_long": gettext_lazy("materials may follow later than the decision is promised"),
    "pledge_incomplete": gettext_lazy("on pledge, but %(label)s is missing"),
    "pledge_of_risk": gettext_lazy("what cannot be undone in this field cannot be handled on pledge"),
    "nothing_to_pledge": gettext_lazy("a pledge may take the place of proof, but of no material"),
    "pledgeable_in_vain": gettext_lazy("a pledge takes the place of %(name)s, but the item offers no pledge"),
    "unrequested_with_materials": gettext_lazy("what is granted without application cannot ask for materials"),
    "material_twice": gettext_lazy("the material %(name)s is listed twice"),
    "material_vague": gettext_lazy("the material %(name)s is not concrete"),
    "issuer_missing": gettext_lazy("the material %(name)s is issued by a body that is not named"),
    "paper_without_copies": gettext_lazy("the material %(name)s is asked on paper, but in no copy"),
    "material_held": gettext_lazy("the material %(name)s is in the licence library and may not be asked for"),
    "deferrable_in_vain": gettext_lazy("the material %(name)s may follow later, but the item allows no deferral"),
    "material_unreachable": gettext_lazy("nothing ever asks for the material %(name)s"),
    "no_form_offered": gettext_lazy("neither a form nor a blank form is offered"),
    "question_key_twice": gettext_lazy("the question key %(key)s is used twice"),
    "option_twice": gettext_lazy("“%(ask)s” has the same answer twice"),
    "question_without_effect": gettext_lazy("“%(ask)s”: no answer changes anything"),
    "question_unreachable": gettext_lazy("“%(ask)s” is never asked"),
    "jump_to_unknown": gettext_lazy("an answer goes on with %(key)s, which is no question"),
    "jump_backwards": gettext_lazy("an answer of “%(ask)s” goes back: the questions would never end"),
    "depends_on_unknown": gettext_lazy("a question waits for %(key)s, which is no question"),
    "depends_on_no_option": gettext_lazy("a question waits for the answer “%(label)s”, which is not offered"),
    "depends_backwards": gettext_lazy("“%(ask)s” waits for a question that comes later"),
    "adds_unknown": gettext_lazy("an answer adds %(name)s, which is no material of the item"),
    "drops_unknown": gettext_lazy("an answer drops %(name)s, which is no material of the item"),
    "copies_unknown": gettext_lazy("an answer sets the copies of %(name)s, which is no material of the item"),
    "form_unknown": gettext_lazy("an answer shows %(name)s, which is no page or group of the form"),
    "information_leads": gettext_lazy("“%(ask)s” is for information only, so its options lead nowhere"),
    "fee_unknown": gettext_lazy("an answer sets %(name)s, which is no fee of the item"),
    "route_unknown": gettext_lazy("an answer chooses %(name)s, which is no route of the item"),
    "effect_without_number": gettext_lazy("an answer sets %(name)s without a number"),
    "adds_and_drops": gettext_lazy("an answer both adds and drops %(name)s"),
    **FINDINGS,
    "stages_too_long": gettext_lazy("the stages take %(total)d days, %(days)d are promised"),
    "stage_unreachable": gettext_lazy("the stage %(stage)s comes after the certificate and is never reached"),
    "accept_not_first": gettext_lazy("the stage %(stage)s accepts, but is not the first"),
    "dead_end": gettext_lazy("no stage surely decides: a case could stop without a verdict"),
    "route_unreachable": gettext_lazy("route %(number)d is never taken: one before it always is"),
    "no_ordinary_route": gettext_lazy("no ordinary route is open to every case"),
    "pledge_route_in_vain": gettext_lazy("there is a route on pledge, but the item offers no pledge"),
    "never_complete": gettext_lazy("the stage %(stage)s needs more agreements than seats can give"),
    "nobody_sits": gettext_lazy("in the stage %(stage)s it may happen that nobody sits"),
    "seat_twice": gettext_lazy("the stage %(stage)s has the post %(post)s twice"),
    "body_unknown": gettext_lazy("nobody knows the department %(name)s"),
    "post_unknown": gettext_lazy("the department has no post %(post)s"),
    "bad_condition": gettext_lazy("the condition cannot be asked: %(sentence)s"),
    "paper_twice": gettext_lazy("the paper %(kind)s has two templates"),
    "template_unreadable": gettext_lazy("the template cannot be read: %(sentence)s"),
    "variable_unknown": gettext_lazy("the template asks for %(name)s, which nobody gives"),
    "variable_missing": gettext_lazy("the template does not say what it must: %(name)s"),
    "never_holds": gettext_lazy("the condition never holds: it asks one fact for two values"),
}
"""What hinders publishing or deserves a look, by the codes of items.rules.checks."""


def finding_words(finding: Finding) -> str:
    """The sentence of a finding."""
    return str(SENTENCES[finding.code]) % {"label": _last(finding.place).label, **finding.words}


def place_words(place: str) -> str:
    """Where a finding lies: the element, and row and column in tables, such as `Materials, row 2, Basis`."""
    words: list[str] = []
    for step in _steps(place):
        words.append(str(step.label) if isinstance(step, Element) else _("row %(number)d") % {"number": step})
    return _(", ").join(words)


def _last(place: str) -> Element:
    return [step for step in _steps(place) if isinstance(step, Element)][-1]


def _steps(place: str) -> list[Element | int]:
    """The elements and row numbers on the way; names no table declares (columns of the form) are left out."""
    steps: list[Element | int] = []
    elements: Sequence[Element] = ELEMENTS
    for name in place.split("."):
        if (row := key_in(name)) is not None:
            steps.append(row)
        elif found := next((each for each in elements if each.key == name), None):
            steps.append(found)
            elements = found.parts
    return steps
