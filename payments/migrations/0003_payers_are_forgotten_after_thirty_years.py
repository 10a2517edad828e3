"""When the accounts have been kept long enough, the payer may go from a charge; what it says of money never changes."""

from django.db import migrations

FORWARD = """
CREATE OR REPLACE FUNCTION payments_charge_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR NEW.payer_name IS DISTINCT FROM '（已匿名）'
            OR (to_jsonb(NEW) - 'payer_id' - 'payer_name') IS DISTINCT FROM
               (to_jsonb(OLD) - 'payer_id' - 'payer_name') THEN
        RAISE EXCEPTION 'what a matter costs by its item is never changed'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE OR REPLACE FUNCTION payments_order_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (NEW.charge_id, NEW.number, NEW.key, NEW.amount_fen, NEW.opened_at)
            IS DISTINCT FROM (OLD.charge_id, OLD.number, OLD.key, OLD.amount_fen, OLD.opened_at)
            OR (NEW.lines IS DISTINCT FROM OLD.lines AND NOT EXISTS (SELECT 1 FROM payments_charge AS c
                WHERE c.id = OLD.charge_id AND c.payer_name = '（已匿名）')) THEN
        RAISE EXCEPTION 'what an order asks is never changed'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""
BACKWARD = """
CREATE OR REPLACE FUNCTION payments_charge_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what a matter costs by its item is never changed'
        USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE OR REPLACE FUNCTION payments_order_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' OR (NEW.charge_id, NEW.number, NEW.key, NEW.lines, NEW.amount_fen, NEW.opened_at)
            IS DISTINCT FROM (OLD.charge_id, OLD.number, OLD.key, OLD.lines, OLD.amount_fen, OLD.opened_at) THEN
        RAISE EXCEPTION 'what an order asks is never changed'
            USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("payments", "0002_money_is_written_once")]

    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
