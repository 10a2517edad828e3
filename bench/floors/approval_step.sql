-- The rows one approval step of a one-seat stage reads and writes, as plain SQL. :case, :run, :step, :review are given.
BEGIN;
SELECT * FROM cases_case WHERE id = %(case)s FOR UPDATE;
SELECT * FROM linkage_review WHERE id = %(review)s;
UPDATE linkage_review SET verdict = 'approve', opinion = 'ok', decided_at = now(), closed_at = now() WHERE id = %(review)s;
INSERT INTO core_event (stream, stream_id, sequence, name, data, at, actor_kind, actor_id, actor_label)
  SELECT 'case', %(case)s, coalesce(max(sequence), 0) + 1, 'linkage.VerdictGiven', '{"case_id": 1}', now(), 'staff', 1, 'floor'
  FROM core_event WHERE stream = 'case' AND stream_id = %(case)s;
INSERT INTO core_delivery (event_id, reactor, queue, lane, state, run_after, attempts, last_error)
  SELECT max(id), 'floor', 'bench', '', 'done', now(), 0, '' FROM core_event WHERE stream = 'case' AND stream_id = %(case)s;
SELECT 1 FROM linkage_run WHERE id = %(run)s FOR UPDATE;
UPDATE linkage_step SET status = 'DONE', finished = now() WHERE id = %(step)s;
UPDATE cases_clock SET started_at = now(), due_at = now() + interval '1 day', next_at = now() + interval '1 day', finished_at = NULL
  WHERE case_id = %(case)s AND kind = 'stage';
INSERT INTO cases_clockline (clock_id, act, at, written_at, unit, budget, extension, due_at, calendar, rule, actor_kind, actor_label)
  SELECT id, 'start', now(), now(), 'WD', 1, 0, due_at, 1, 'item', 'system', 'floor' FROM cases_clock
  WHERE case_id = %(case)s AND kind = 'stage';
SELECT id FROM identity_post WHERE department_id = %(department)s AND name = '分管领导岗';
INSERT INTO linkage_review (run_id, case_id, stage_id, seat_id, post_id, round, opened_at, due_at, verdict, opinion)
  SELECT run_id, case_id, %(next_stage)s, %(next_seat)s, post_id, 1, now(), now(), '', '' FROM linkage_review WHERE id = %(review)s;
INSERT INTO core_event (stream, stream_id, sequence, name, data, at, actor_kind, actor_id, actor_label)
  SELECT 'case', %(case)s, coalesce(max(sequence), 0) + 1, 'linkage.StageOpened', '{"case_id": 1}', now(), 'system', NULL, 'floor'
  FROM core_event WHERE stream = 'case' AND stream_id = %(case)s;
WITH fresh AS (
  INSERT INTO linkage_step (flow_task, flow_task_type, status, created, token, process_id, review_id)
  SELECT flow_task, flow_task_type, 'NEW', now(), token, process_id,
    (SELECT max(id) FROM linkage_review WHERE run_id = %(run)s) FROM linkage_step WHERE id = %(step)s RETURNING id)
INSERT INTO linkage_step_previous (from_step_id, to_step_id) SELECT id, %(step)s FROM fresh;
COMMIT;
