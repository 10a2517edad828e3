"""The formula language of forms: `round(sum(goods.price * goods.count) / 2, 2)`, `if(age(born) < 18, 0, area * 12)`.

Written by administrators, read into a tree of lists that server and page evaluate alike. No library is used: the page
needs the very same arithmetic, and what evaluates Python or JavaScript expressions does more than a form may.
"""

from items.rules.formulas.evaluating import Moment, Value, value_of
from items.rules.formulas.parsing import FormulaError, Tree, facts_in, needs_server, read, tables_in

__all__ = ["FormulaError", "Moment", "Tree", "Value", "facts_in", "needs_server", "read", "tables_in", "value_of"]
