from bot.sandbox.pages.diff import Row, rows

PATCH = '@@ -3,4 +3,4 @@ def charge\n keep\n-old\x0cpart\n+new "<b>"\n \n\\ No newline at end of file\n@@ -20 +20,2 @@\n last\n+more\n'


def test_lines_are_numbered_on_their_sides():
    assert rows(PATCH) == (
        Row("hunk", None, None, "@@ -3,4 +3,4 @@ def charge"),
        Row("context", 3, 3, "keep"),
        Row("removed", 4, None, "old\x0cpart"),
        Row("added", None, 4, 'new "<b>"'),
        Row("context", 5, 5, ""),
        Row("note", None, None, "\\ No newline at end of file"),
        Row("hunk", None, None, "@@ -20 +20,2 @@"),
        Row("context", 20, 20, "last"),
        Row("added", None, 21, "more"),
    )


def test_a_comment_stands_on_its_own_side():
    removed, added = rows(PATCH)[2:4]
    assert removed.stands("LEFT", 4)
    assert not removed.stands("RIGHT", 4)
    assert added.stands("RIGHT", 4)
    assert not added.stands("RIGHT", None)
