"""Database triggers that refuse to change or delete audit entries, for whoever comes past our own code."""

from django.db.backends.base.schema import BaseDatabaseSchemaEditor

_SQLITE = """
CREATE TRIGGER vault_audit_no_{verb} BEFORE {verb} ON vault_auditentry
BEGIN SELECT RAISE(ABORT, 'audit entries are append-only'); END
"""
_POSTGRESQL = """
CREATE FUNCTION vault_audit_refuse() RETURNS trigger LANGUAGE plpgsql
AS 'BEGIN RAISE EXCEPTION ''audit entries are append-only''; END';
CREATE TRIGGER vault_audit_no_change BEFORE UPDATE OR DELETE ON vault_auditentry
FOR EACH ROW EXECUTE FUNCTION vault_audit_refuse()
"""


def forbid_changes(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Sets the triggers. On SQLite a migration that rebuilds the table drops them and has to call this again."""
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(_SQLITE.format(verb=verb))
    elif schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(_POSTGRESQL)


def allow_changes(_apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Takes the triggers away: to reverse the migration, and before a test run, whose clean-up deletes all rows."""
    if schema_editor.connection.vendor == "sqlite":
        for verb in ("UPDATE", "DELETE"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS vault_audit_no_{verb}")
    elif schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION IF EXISTS vault_audit_refuse() CASCADE")
