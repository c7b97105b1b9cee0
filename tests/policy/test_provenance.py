"""What gives AI assistants away: the tools' own marks, and nobody who merely has such a name."""

import pytest
import re2

from bot.core.matching import Matcher
from bot.core.model.policy import AgentMarks
from bot.policy import agent_marks


def named(kind: str, text: str) -> set[str]:
    """Name the assistants that a text gives away."""
    marks: tuple[tuple[str, str], ...] = getattr(agent_marks(), kind)
    if kind in ("accounts", "labels"):
        return {name for mark, name in marks if mark.lower() == text.lower()}
    return {name for pattern, name in marks if re2.compile(pattern).search(text.encode())}


@pytest.mark.parametrize(
    ("kind", "text", "name"),
    [
        ("accounts", "copilot-swe-agent[bot]", "GitHub Copilot coding agent"),
        ("accounts", "Copilot", "GitHub Copilot coding agent"),
        ("accounts", "claude[bot]", "Claude Code"),
        ("accounts", "devin-ai-integration[bot]", "Devin"),
        ("accounts", "google-labs-jules[bot]", "Jules"),
        ("accounts", "cursoragent", "Cursor"),
        ("emails", "noreply@anthropic.com", "Claude Code"),
        ("emails", "223556219+Copilot@users.noreply.github.com", "GitHub Copilot"),
        ("emails", "198982749+copilot-swe-agent[bot]@users.noreply.github.com", "GitHub Copilot coding agent"),
        ("emails", "cursoragent@cursor.com", "Cursor"),
        ("emails", "158243242+devin-ai-integration[bot]@users.noreply.github.com", "Devin"),
        ("emails", "161369871+google-labs-jules[bot]@users.noreply.github.com", "Jules"),
        ("emails", "aider@aider.chat", "aider"),
        ("emails", "openhands@all-hands.dev", "OpenHands"),
        ("trailers", "Co-Authored-By: Claude Opus 4.5 <noreply@anthropic.com>", "Claude Code"),
        ("trailers", "Co-authored-by: Cursor <cursoragent@cursor.com>", "Cursor"),
        ("trailers", "Co-authored-by: Copilot <223556219+Copilot@users.noreply.github.com>", "GitHub Copilot"),
        ("trailers", "Co-authored-by: Copilot <copilot@github.com>", "GitHub Copilot"),
        ("trailers", "Co-authored-by: aider (gpt-5) <aider@aider.chat>", "aider"),
        ("trailers", "Co-authored-by: Codex <codex@openai.com>", "Codex"),
        ("trailers", "Amp-Thread-ID: https://ampcode.com/threads/T-0a1b", "Amp"),
        ("trailers", "Replit-Commit-Author: Agent", "Replit Agent"),
        ("trailers", "Assisted-by: Claude:claude-3-opus coccinelle", "an AI assistant (declared)"),
        ("trailers", "AI-assisted: yes", "an AI assistant (declared)"),
        ("branches", "copilot/fix-42", "GitHub Copilot coding agent"),
        ("branches", "copilot/add-login-page", "GitHub Copilot coding agent"),
        ("branches", "claude/issue-12-20250801-1432", "Claude Code"),
        ("branches", "claude/add-retries-to-client-aB3xY", "Claude Code"),
        ("branches", "cursor/fix-login-flow-8f3a", "Cursor"),
        ("branches", "devin/1735689600-fix-login", "Devin"),
        ("branches", "codex/add-retry-to-client", "Codex"),
        ("footers", "🤖 Generated with [Claude Code](https://claude.com/claude-code)", "Claude Code"),
        ("footers", "https://chatgpt.com/codex/tasks/task_e_68a1", "Codex"),
        ("footers", "<!-- CURSOR_SUMMARY -->", "Cursor"),
        ("footers", "Link to Devin run: https://app.devin.ai/sessions/0a1b2c3d", "Devin"),
        ("footers", "*PR created automatically by Jules for task [123](https://jules.google.com/task/123)*", "Jules"),
        ("footers", "- [x] I used Copilot for parts of this", "an AI assistant (declared)"),
        ("labels", "Codex", "Codex"),
    ],
)
def test_each_tool_is_known_by_its_own_marks(kind, text, name):
    assert name in named(kind, text)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("accounts", "claude"),
        ("accounts", "devin"),
        ("accounts", "dependabot[bot]"),
        ("accounts", "coderabbitai[bot]"),
        ("accounts", "copilot-pull-request-reviewer[bot]"),
        ("emails", "claude@example.org"),
        ("emails", "noreply@anthropic.com.example.org"),
        ("emails", "devin.smith@users.noreply.github.com"),
        ("emails", "49699333+dependabot[bot]@users.noreply.github.com"),
        ("trailers", "Co-authored-by: Claude Monet <claude@example.org>"),
        ("trailers", "Co-authored-by: Devin Smith <devin@example.com>"),
        ("trailers", "Assisted-by: Claude Monet <claude@example.org>"),
        ("trailers", "Fix the cursor of the Codex reader"),
        ("branches", "feature/cursor-pagination"),
        ("branches", "cursor/pagination"),
        ("branches", "claude/monet-museum"),
        ("branches", "devin/fix-login"),
        ("branches", "dependabot/npm_and_yarn/codex-1.2.3"),
        ("footers", "This adds a cursor to the claude client"),
        ("footers", "- [ ] I used Copilot for parts of this"),
        ("footers", "See https://cursor.com/docs"),
        ("labels", "bug"),
    ],
)
def test_namesakes_are_left_in_peace(kind, text):
    assert named(kind, text) == set()


def test_no_mark_stands_twice():
    for kind in AgentMarks.__dataclass_fields__:
        marks = [mark for mark, _ in getattr(agent_marks(), kind)]
        assert len(marks) == len(set(marks)), kind


def test_the_matcher_takes_them(policy_of):
    assert Matcher(policy_of("version: 1\nextends: []\n"))
