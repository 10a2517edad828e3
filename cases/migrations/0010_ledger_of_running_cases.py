"""Clocks that ran before the ledger existed get their lines; from then on lines are added, never changed or deleted.

Where an end lay between two of those lines is not known, so only the last one says it.
"""

from django.db import migrations

BACKFILL = """
WITH lines AS (
    SELECT c.id AS clock_id, 'start' AS act, c.started_at AS at, c.unit, c.budget, 0 AS extension,
        NULL::bigint AS ground_id, 1 AS rank FROM cases_clock AS c
    UNION ALL
    SELECT c.id, 'pause', e.started_at, '', NULL, 0, e.id, 2 FROM cases_clock AS c
    JOIN cases_clockentry AS e ON e.case_id = c.case_id AND e.kind = 'pause' AND e.started_at >= c.started_at
        AND (c.finished_at IS NULL OR e.started_at < c.finished_at)
    WHERE c.kind IN ('statutory', 'promised', 'stage')
    UNION ALL
    SELECT c.id, 'resume', e.ended_at, '', NULL, 0, e.id, 3 FROM cases_clock AS c
    JOIN cases_clockentry AS e ON e.case_id = c.case_id AND e.kind = 'pause' AND e.started_at >= c.started_at
        AND (c.finished_at IS NULL OR e.started_at < c.finished_at)
    WHERE c.kind IN ('statutory', 'promised', 'stage') AND e.ended_at IS NOT NULL
    UNION ALL
    SELECT c.id, 'extend', e.started_at, '', NULL, c.extension, e.id, 4 FROM cases_clock AS c
    JOIN cases_clockentry AS e ON e.case_id = c.case_id AND e.kind = 'extension'
    WHERE c.kind IN ('statutory', 'promised') AND c.extension > 0
    UNION ALL
    SELECT c.id, 'stop', c.finished_at, '', NULL, 0, NULL, 5 FROM cases_clock AS c WHERE c.finished_at IS NOT NULL
), placed AS (
    SELECT lines.*, row_number() OVER (PARTITION BY clock_id, act = 'stop' ORDER BY at DESC, rank DESC) AS back
    FROM lines
)
INSERT INTO cases_clockline (clock_id, act, at, written_at, unit, budget, extension, due_at, calendar, rule,
    ground_id, actor_kind, actor_id, actor_label)
SELECT p.clock_id, p.act, p.at, p.at, p.unit, p.budget, p.extension,
    CASE WHEN p.back = 1 AND p.act NOT IN ('stop', 'pause') THEN c.due_at END, c.calendar, '',
    p.ground_id, 'system', NULL, ''
FROM placed AS p JOIN cases_clock AS c ON c.id = p.clock_id
ORDER BY p.clock_id, p.at, p.rank;
"""
FORWARD = """
CREATE TRIGGER clock_lines_are_append_only BEFORE UPDATE OR DELETE ON cases_clockline
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
"""
BACKWARD = "DROP TRIGGER clock_lines_are_append_only ON cases_clockline;"


class Migration(migrations.Migration):
    dependencies = [("cases", "0009_deadline_ledger"), ("core", "0003_events_are_append_only")]

    operations = [
        migrations.RunSQL(BACKFILL, migrations.RunSQL.noop),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
