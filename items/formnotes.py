"""The sentences of what is wrong with a form's definition, by the codes of items.rules.formchecks."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FINDINGS: Mapping[str, str | Promise] = {
    "key_shape": _("“%(key)s” is no key: use a–z, digits and _, beginning with a letter"),
    "key_twice": _("the key %(key)s is used twice"),
    "label_missing": _("the row %(key)s has no label"),
    "type_unknown": _("“%(type)s” is no type of question (%(key)s)"),
    "no_options": _("the field %(key)s offers no options"),
    "field_option_twice": _("the field %(key)s offers an option twice"),
    "no_columns": _("the table %(key)s has no columns"),
    "column_type": _("a column cannot be of type “%(type)s” (%(key)s)"),
    "condition_shape": _("a condition of %(key)s is not written as one"),
    "condition_too_deep": _("a condition of %(key)s is nested too deeply"),
    "condition_empty_group": _("a condition of %(key)s groups nothing"),
    "condition_unknown_fact": _("a condition of %(key)s asks for “%(fact)s”, which nothing gives"),
    "condition_operator": _("a condition of %(key)s compares “%(fact)s” with “%(op)s”, which does not fit its type"),
    "condition_value": _("a condition of %(key)s compares “%(fact)s” with a value of another type"),
    "condition_not_offered": _("a condition of %(key)s waits for “%(value)s”, which is no option of “%(fact)s”"),
    "formula_type": _("an answer of type “%(type)s” cannot be computed (%(key)s)"),
    "formula_unreadable": _("the formula of %(key)s cannot be read at character %(where)s: %(what)s"),
    "formula_unknown": _("the formula of %(key)s names “%(name)s”, which the form does not have"),
    "pattern_type": _("an answer like that of %(key)s takes no pattern"),
    "pattern_too_long": _("the pattern of %(key)s is too long"),
    "pattern_elsewhere": _("the pattern of %(key)s uses signs that not every system reads alike"),
    "pattern_dangerous": _("the pattern of %(key)s repeats a repetition, which can block other systems"),
    "pattern_invalid": _("the pattern of %(key)s is not valid"),
    "limit_unreadable": _("the limit “%(limit)s” of %(key)s cannot be read"),
    "min_above_max": _("the lower limit of %(key)s (%(least)s) is above the upper one (%(most)s)"),
    "default_unfit": _("the first answer “%(default)s” of %(key)s does not fit the question"),
    "prefill_unknown": _("nothing can fill in “%(name)s”"),
    "page_empty": _("the page “%(label)s” asks nothing"),
    "group_empty": _("the group “%(label)s” asks nothing"),
    "cycle": _("these questions wait for one another: %(keys)s"),
}
