"""What a service item consists of: every element of the implementing list (实施清单, 1.5 to 1.8) once, with its
official term, its code list and when it must be filled. Forms, checks, comparisons, spreadsheets and the public API all
read this table. Pure data: no ORM.
"""

from items.elements.items import ELEMENTS, ROWS, SCALARS, element
from items.elements.kinds import Code, Element, Kind, Need, Section

__all__ = ["ELEMENTS", "ROWS", "SCALARS", "Code", "Element", "Kind", "Need", "Section", "element"]
