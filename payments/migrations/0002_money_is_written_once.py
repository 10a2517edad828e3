"""The ledger can only grow and every entry of it sums to zero; what an order asks is never changed."""

from django.db import migrations

APPEND_ONLY = [
    statement
    for table in ("payments_ledgerentry", "payments_ledgerline")
    for statement in (
        f"CREATE TRIGGER {table}_is_append_only BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION core_refuse_change()",
        f"CREATE TRIGGER {table}_is_never_truncated BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION core_refuse_change()",
        f"REVOKE UPDATE, DELETE, TRUNCATE ON {table} FROM PUBLIC",
    )
]
BALANCED = """
CREATE FUNCTION payments_entry_balances() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    entry bigint := CASE WHEN TG_TABLE_NAME = 'payments_ledgerentry' THEN (to_jsonb(NEW)->>'id')::bigint
                         ELSE (to_jsonb(NEW)->>'entry_id')::bigint END;
    lines bigint;
    rest numeric;
BEGIN
    SELECT count(*), coalesce(sum(amount_fen), 0) INTO lines, rest FROM payments_ledgerline WHERE entry_id = entry;
    IF lines < 2 OR rest <> 0 THEN
        RAISE EXCEPTION 'entry % of the ledger does not balance: % lines, % fen', entry, lines, rest
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER payments_ledgerentry_balances AFTER INSERT ON payments_ledgerentry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_entry_balances();
CREATE CONSTRAINT TRIGGER payments_ledgerline_balances AFTER INSERT ON payments_ledgerline
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION payments_entry_balances();
"""
FROZEN = """
CREATE FUNCTION payments_order_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (NEW.charge_id, NEW.number, NEW.key, NEW.lines, NEW.amount_fen, NEW.opened_at)
            IS DISTINCT FROM (OLD.charge_id, OLD.number, OLD.key, OLD.lines, OLD.amount_fen, OLD.opened_at) THEN
        RAISE EXCEPTION 'what an order asks is never changed'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER order_is_frozen BEFORE UPDATE OR DELETE ON payments_paymentorder
    FOR EACH ROW EXECUTE FUNCTION payments_order_is_frozen();
CREATE FUNCTION payments_charge_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what a matter costs by its item is never changed'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER charge_is_frozen BEFORE UPDATE OR DELETE ON payments_charge
    FOR EACH ROW EXECUTE FUNCTION payments_charge_is_frozen();
"""
BACKWARD = [
    *(
        f"DROP TRIGGER {table}_{end} ON {table}"
        for table in ("payments_ledgerentry", "payments_ledgerline")
        for end in ("is_append_only", "is_never_truncated", "balances")
    ),
    "DROP TRIGGER order_is_frozen ON payments_paymentorder",
    "DROP TRIGGER charge_is_frozen ON payments_charge",
    "DROP FUNCTION payments_entry_balances()",
    "DROP FUNCTION payments_order_is_frozen()",
    "DROP FUNCTION payments_charge_is_frozen()",
]


class Migration(migrations.Migration):
    dependencies = [("core", "0003_events_are_append_only"), ("payments", "0001_initial")]

    operations = [migrations.RunSQL([*APPEND_ONLY, BALANCED, FROZEN], BACKWARD)]
