"""What an item leaves open and its body knows: where it is, when it is open, whom to ask, where to appeal."""

from identity.models import Department, Hall
from items.rules.shapes import Shape


def inherited(shape: Shape, department: Department) -> Shape:
    """The normal shape with the body's own answers in the places that are blank."""
    known = {
        "consult_phone": department.phone,
        "complaint_phone": department.complaint_phone,
        "hours": department.hours or _hall_hours(shape),
        "review_body": department.review_body,
        "court": department.court,
    }
    return {**shape, **{key: value for key, value in known.items() if value and not shape[key]}}


def _hall_hours(shape: Shape) -> str:
    """The hours of the hall in which the item is taken in."""
    if shape["hours"] or not shape["desks"]:
        return ""
    return Hall.objects.filter(name=shape["desks"][0]["hall"]).values_list("hours", flat=True).first() or ""
