-- The rows "accept a case" writes, as plain SQL: case, applicant, status, one document, audit and outbox. Keys are given.
BEGIN;
SELECT id FROM identity_party WHERE code_type = '001' AND code_index = %(index)s;
INSERT INTO core_counter (key, value) VALUES (%(receipt_key)s, 1)
  ON CONFLICT (key) DO UPDATE SET value = core_counter.value + 1;
INSERT INTO core_counter (key, value) VALUES (%(case_key)s, 1)
  ON CONFLICT (key) DO UPDATE SET value = core_counter.value + 1;
INSERT INTO identity_party (kind, name, code_type, code, code_index, phone, phone_index, created_at)
  VALUES ('enterprise', 'floor', '001', %(secret)s, %(index)s, %(secret)s, '', now());
INSERT INTO core_storedfile (digest, size, media_type, created_at) VALUES (%(digest)s, 1024, 'application/pdf', now());
INSERT INTO cases_case (version_id, department_id, applicant_id, applicant_name, contact_name, contact_phone,
    contact_phone_index, state, channel, receipt_no, case_no, query_code_hash, query_code_tries, answers, choices, route_id,
    created_at, saved_at, received_at, accepted_at, corrections, reasons, closing, fees, idempotency_key)
  SELECT %(version)s, %(department)s, max(id), 'floor', 'floor', %(secret)s, '', 'accepted', '9', %(receipt_no)s,
    %(case_no)s, '', 0, %(secret)s, '{}', %(route)s, now(), now(), now(), now(), 0, '', '', '[]', %(receipt_no)s
  FROM identity_party;
INSERT INTO cases_material (case_id, spec_id, required, copies, hidden, why, state, resolver, trust_level, ticks, remark, provided_at)
  SELECT max(id), %(spec)s, true, 1, false, '', 'provided', 'upload', 'C', '{}', '', now() FROM cases_case;
INSERT INTO cases_materialfile (material_id, file_id, name, "order")
  SELECT (SELECT max(id) FROM cases_material), (SELECT max(id) FROM core_storedfile), 'floor', 1;
INSERT INTO cases_clock (case_id, kind, key, unit, budget, extension, started_at, due_at, next_at, warned, calendar, provisional)
  SELECT max(id), kind, '', 'WD', 5, 0, now(), now() + interval '7 days', now() + interval '5 days', false, 1, false
  FROM cases_case, (VALUES ('statutory'), ('promised'), ('stage')) AS kinds (kind) GROUP BY kind;
INSERT INTO cases_clockline (clock_id, act, at, written_at, unit, budget, extension, due_at, calendar, rule, actor_kind, actor_id,
    actor_label)
  SELECT id, 'start', now(), now(), 'WD', 5, 0, due_at, 1, 'item', 'client', 1, 'floor' FROM cases_clock ORDER BY id DESC LIMIT 3;
INSERT INTO linkage_run (flow_class, status, created, case_id, outcome, objected, returns)
  SELECT 'floor', 'NEW', now(), max(id), 'open', false, 0 FROM cases_case;
INSERT INTO linkage_review (run_id, case_id, stage_id, seat_id, post_id, round, opened_at, due_at, verdict, opinion)
  SELECT (SELECT max(id) FROM linkage_run), (SELECT max(id) FROM cases_case), %(stage)s, %(seat)s, %(post)s, 1, now(), now(), '', '';
INSERT INTO linkage_step (flow_task, flow_task_type, status, created, token, process_id)
  SELECT 'floor', 'START', 'DONE', now(), 'start', max(id) FROM linkage_run;
INSERT INTO linkage_step (flow_task, flow_task_type, status, created, token, process_id, review_id)
  SELECT 'floor', 'FUNCTION', 'NEW', now(), 'start', max(id), (SELECT max(id) FROM linkage_review) FROM linkage_run;
INSERT INTO cases_document (case_id, kind, serial, content, ordered_at, verify_code)
  SELECT max(id), 'D-03', 1, %(secret)s, now(), %(receipt_no)s FROM cases_case;
INSERT INTO core_event (stream, stream_id, sequence, name, data, at, actor_kind, actor_id, actor_label)
  SELECT 'case', max(id), n, 'floor', '{}', now(), 'client', 1, 'floor' FROM cases_case, generate_series(1, 3) AS n GROUP BY n;
INSERT INTO core_delivery (event_id, reactor, queue, lane, state, run_after, attempts, last_error)
  SELECT id, 'floor', 'bench', '', 'done', now(), 0, '' FROM core_event ORDER BY id DESC LIMIT 3;
COMMIT;
