"""Kinds of SQL statements, in files of SQL and in the strings of programs."""

import pytest

from bot.analysis.desk import answer
from bot.core.model.change import Side
from bot.core.model.known import GaveUp, Job, Look
from bot.core.sql_kinds import SQL_KINDS

ALL = ((1, 10_000),)


def kinds(text: str, path: str = "db/1.sql", lines=ALL) -> list[tuple[int, int, tuple[str, ...]]]:
    (found,) = answer([Job(Look(path, Side.ADDED, lines, sql=True), text)])
    assert not isinstance(found.statements, GaveUp), found.statements
    return [(piece.first, piece.last, piece.kinds) for piece in found.statements]


INDEX = ("creates-index", "index-not-concurrent", "blocks-writes")
CHECKED = ("adds-constraint", "adds-constraint-validated", "blocks-writes")
REWRITTEN = ("rewrites-table", "blocks-writes")


@pytest.mark.parametrize(
    ("statement", "expected"),
    [
        ("ALTER TABLE a DROP COLUMN b", ("drops-column",)),
        ("alter table only public.a drop b", ("drops-column",)),
        ("ALTER TABLE a DROP CONSTRAINT b", ("drops-constraint",)),
        ("ALTER TABLE a ALTER COLUMN b DROP DEFAULT", ("changes-default",)),
        ("ALTER TABLE a ALTER b SET NOT NULL", ("sets-not-null", "blocks-writes")),
        ("ALTER TABLE a ALTER COLUMN b DROP NOT NULL", ("allows-null",)),
        ("ALTER TABLE a ALTER COLUMN b TYPE bigint", ("changes-type", *REWRITTEN)),
        ("ALTER TABLE a ALTER COLUMN b TYPE varchar(80)", ("changes-type",)),
        ("ALTER TABLE a ALTER COLUMN b TYPE text USING b::text", ("changes-type", *REWRITTEN)),
        ("ALTER TABLE a ADD b int", ("adds-column",)),
        ("ALTER TABLE a ADD COLUMN b int NOT NULL", ("adds-column", "not-null-without-default")),
        ("ALTER TABLE a ADD COLUMN b int NOT NULL DEFAULT 0", ("adds-column",)),
        ("ALTER TABLE a ADD COLUMN b uuid DEFAULT gen_random_uuid()", ("adds-column", *REWRITTEN)),
        ("ALTER TABLE a ADD CONSTRAINT c FOREIGN KEY (b) REFERENCES d (id)", CHECKED),
        ("ALTER TABLE a ADD CONSTRAINT c CHECK (b > 0) NOT VALID", ("adds-constraint",)),
        ("ALTER TABLE a ADD CONSTRAINT c UNIQUE USING INDEX d", ("adds-constraint",)),
        ("ALTER TABLE a RENAME COLUMN b TO c", ("renames",)),
        ("ALTER TABLE a RENAME TO b", ("renames",)),
        ("EXEC sp_rename 'a.b', 'c'", ("renames",)),
        ("ALTER TABLE a OWNER TO b", ("grants",)),
        ("ALTER TABLE a DISABLE ROW LEVEL SECURITY", ("row-security",)),
        ("ALTER TABLE a DISABLE TRIGGER ALL", ("defines-code", "blocks-writes")),
        ("ALTER TYPE mood ADD VALUE 'sad'", ("changes-enum",)),
        ("CREATE INDEX b ON a (c)", INDEX),
        ("CREATE UNIQUE INDEX CONCURRENTLY b ON a (c)", ("creates-index",)),
        ("DROP INDEX b", ("drops-index", "index-not-concurrent", "blocks-writes")),
        ("CREATE TABLE a (b int REFERENCES c ON DELETE CASCADE)", ("creates-table", "cascades")),
        ("DROP TABLE IF EXISTS a CASCADE", ("drops-table", "cascades")),
        ("DROP SCHEMA a", ("drops-schema",)),
        ("TRUNCATE a", ("truncates",)),
        ("UPDATE a SET b = 1", ("updates-rows", "updates-without-where")),
        ("UPDATE a SET b = (SELECT 1 FROM c WHERE d)", ("updates-rows", "updates-without-where")),
        ("WITH c AS (SELECT 1) DELETE FROM a WHERE b", ("deletes-rows",)),
        ("DELETE FROM a", ("deletes-rows", "deletes-without-where")),
        ("INSERT INTO a VALUES ('DROP TABLE b; -- ')", ("inserts-rows",)),
        ("GRANT ALL ON a TO b", ("grants",)),
        ("CREATE POLICY p ON a USING (true)", ("row-security",)),
        ("CREATE OR REPLACE FUNCTION f() RETURNS int AS $$ DROP TABLE a; $$ LANGUAGE sql", ("defines-code",)),
        ("LOCK TABLE a IN SHARE MODE", ("locks-table", "blocks-writes")),
        ("VACUUM FULL a", REWRITTEN),
        ("REFRESH MATERIALIZED VIEW a", ("blocks-writes",)),
        ("DO $$ BEGIN IF true THEN ALTER TABLE a DROP COLUMN b; END IF; END $$", ("drops-column",)),
        ("DO $$ BEGIN EXECUTE 'DROP TABLE a'; END $$", ("drops-table",)),
        ("ALTER TABLE `a` MODIFY COLUMN b int, ALGORITHM=COPY", ("changes-type", *REWRITTEN)),
        ("CREATE INDEX `b` ON `a` (c)", ("creates-index",)),
        ("/*!40000 ALTER TABLE `a` DROP COLUMN b */", ("drops-column",)),
    ],
)
def test_what_a_statement_does(statement, expected):
    assert set(expected) <= set(SQL_KINDS)
    assert kinds(f"{statement};") == [(1, 1, expected)]


@pytest.mark.parametrize(
    "statement", ["SELECT 1", "SET lock_timeout = '1s'", "COMMIT", "REINDEX TABLE CONCURRENTLY a", "", ";;"]
)
def test_what_does_nothing_lasting(statement):
    assert kinds(statement) == []


def test_on_a_table_made_in_the_same_file_nobody_waits():
    text = "CREATE TABLE a (b int);\nCREATE INDEX i ON a (b);\nALTER TABLE a ALTER b TYPE bigint;\nCREATE INDEX j ON c (b);\n"
    assert kinds(text) == [(1, 1, ("creates-table",)), (2, 2, ("creates-index",)), (4, 4, INDEX)]


def test_a_temporary_table_is_nobodys_business():
    assert kinds("CREATE TEMP TABLE a (b int);\nUPDATE a SET b = 1;\nDROP TABLE a;") == []


def test_only_statements_with_a_changed_line_count():
    text = "ALTER TABLE a\n  DROP COLUMN b,\n  DROP COLUMN c;\n\nDROP TABLE d;\n"
    assert kinds(text, lines=((3, 3),)) == [(1, 3, ("drops-column",))]
    assert kinds(text, lines=((4, 4),)) == []


@pytest.mark.parametrize(
    "mark", ["-- +goose Down", "-- migrate:down", "-- +migrate Down", "--rollback", "# --- !Downs", "-- +GOOSE DOWN"]
)
def test_what_takes_a_change_back_does_not_count(mark):
    assert kinds(f"CREATE TABLE a (b int);\n{mark}\nDROP TABLE a;\n") == [(1, 1, ("creates-table",))]


@pytest.mark.parametrize("path", ["1_a.down.sql", "a/down.sql", "U12__a.sql", "1_down.sql", "a.undo.sql"])
def test_files_that_take_a_change_back_do_not_count(path):
    assert kinds("DROP TABLE a;", f"db/{path}") == []


def test_what_only_clients_read_is_passed_over():
    text = "\\connect shop\nCOPY a (b) FROM stdin;\n1\tit's; DROP TABLE x;\n\\.\nDROP TABLE a;\nGO\nDROP TABLE b\n"
    assert kinds(text) == [(2, 2, ("inserts-rows",)), (5, 5, ("drops-table",)), (7, 7, ("drops-table",))]


def test_a_quote_that_is_not_closed_is_said():
    (found,) = answer([Job(Look("a.sql", Side.ADDED, ALL, sql=True), "DROP TABLE a; -- fine\nSELECT 'oops;\n")])
    assert isinstance(found.statements, tuple)
    assert [(piece.kinds, piece.guessed) for piece in found.statements] == [(("drops-table",), True)]


PROGRAMS = {
    "a.py": """\
def upgrade():
    op.execute(f'ALTER TABLE {x} '
        'DROP COLUMN b')

def downgrade():
    op.execute('DROP TABLE a')
""",
    "a.rb": """\
class A
  def up
    execute <<~SQL
      ALTER TABLE #{x} DROP COLUMN b
    SQL
  end
  def down
    execute 'DROP TABLE a'
  end
end
""",
    "a.php": """\
<?php class A {
function up() { DB::statement('ALTER TABLE a DROP COLUMN b'); }
function down() { DB::statement('DROP TABLE a'); } }
""",
    "a.ts": """\
class A {
async up(q) { await q.query(`ALTER TABLE "a" DROP COLUMN "b"`); }
async down(q) { await q.query("DROP TABLE a"); } }
""",
    "a.js": """\
exports.up = (knex) => knex.raw('ALTER TABLE a ' + 'DROP COLUMN b');
exports.down = (knex) => knex.raw('DROP TABLE a');
""",
    "A.cs": """\
class A {
void Up(M m) { m.Sql(@"ALTER TABLE ""a"" DROP COLUMN b"); }
override void Down(M m) { m.Sql("DROP TABLE a"); } }
""",
    "a.exs": """\
defmodule A do
  def up do
    execute "ALTER TABLE #{x} DROP COLUMN b"
  end
  def down do
    execute "DROP TABLE a"
  end
end
""",
    "a.go": """\
package a
func upA(tx *sql.Tx) { tx.Exec(`ALTER TABLE a DROP COLUMN b`) }
func downA(tx *sql.Tx) { tx.Exec(`DROP TABLE a`) }
""",
    "A.java": """\
class A { void migrate() {
s.execute("ALTER TABLE a " +
"DROP COLUMN " + name);
} }
""",
    "a.kt": 'fun a() { e("ALTER TABLE $x DROP COLUMN b") }\n',
    "a.rs": 'fn a() { e(r#"ALTER TABLE "a" DROP COLUMN b"#); }\n',
    "a.scala": 'object A { def a = e("ALTER TABLE a DROP COLUMN b") }\n',
}


@pytest.mark.parametrize("path", PROGRAMS)
def test_sql_in_the_strings_of_a_program(path):
    found = kinds(PROGRAMS[path], path)
    assert [kind for _, _, kind in found] == [("drops-column",)]
    first, last, _ = found[0]
    shown = "\n".join(PROGRAMS[path].split("\n")[first - 1 : last])
    assert "ALTER TABLE" in shown
    assert "DROP COLUMN" in shown


def test_words_in_strings_are_no_sql():
    assert (
        kinds("log('update failed')\nlog('Drop the table, create a new one')\nlog('please update the set')\n", "a.py")
        == []
    )


def test_django_gives_the_way_back_as_a_second_argument():
    text = """\
migrations.RunSQL('ALTER TABLE a ADD b int', 'ALTER TABLE a DROP b')
migrations.RunSQL(sql='TRUNCATE a', reverse_sql='DROP TABLE a')
"""
    assert kinds(text, "a.py") == [(1, 1, ("adds-column",)), (2, 2, ("truncates",))]


def test_a_syntax_error_beside_the_change_is_not_decidable():
    text = "op.execute('DROP TABLE a')\n\n\nfoo(]\n"
    (near, far) = answer([Job(Look("a.py", Side.ADDED, lines, sql=True), text) for lines in (((4, 4),), ((1, 1),))])
    assert near.statements == GaveUp("it has a syntax error on line 4")
    assert isinstance(far.statements, tuple)
    assert far.statements[0].kinds == ("drops-table",)
