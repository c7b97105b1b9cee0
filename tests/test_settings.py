"""The environment: what is right is read, what is wrong is named, all at once."""

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SettingsError
from bot.settings import Secret, Settings


def pem(key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey, passphrase: bytes | None = None) -> str:
    lock = serialization.BestAvailableEncryption(passphrase) if passphrase else serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8 if passphrase else serialization.PrivateFormat.TraditionalOpenSSL
    return key.private_bytes(serialization.Encoding.PEM, form, lock).decode()


RSA = rsa.generate_private_key(65_537, 2_048)
KEY = pem(RSA)
RIGHT = {"APP_ID": "12345", "PRIVATE_KEY": KEY, "WEBHOOK_SECRET": "hush"}


def problems(**changes: str | None) -> tuple[str, ...]:
    """What is wrong with the right environment once it is changed."""
    environ = {name: value for name, value in {**RIGHT, **changes}.items() if value is not None}
    with pytest.raises(SettingsError) as wrong:
        Settings.from_environment(environ)
    return wrong.value.problems


def test_the_least_that_is_needed():
    settings = Settings.from_environment(RIGHT)
    assert settings.app_id == 12_345
    assert settings.private_key.reveal() == KEY
    assert [secret.reveal() for secret in settings.webhook_secrets] == ["hush"]
    assert settings.github_api_url == "https://api.github.com"
    assert settings.database_url.reveal() == "sqlite:///var/dont-delegate.db"
    assert settings.public_url == ""
    assert (settings.host, settings.port, settings.log_level) == ("0.0.0.0", 8_000, "info")  # noqa: S104 - what hosts expect


def test_all_that_can_be_said(tmp_path):
    path = tmp_path / "app.pem"
    path.write_text(KEY)
    settings = Settings.from_environment(
        {
            "APP_ID": " 7 ",
            "PRIVATE_KEY_PATH": str(path),
            "WEBHOOK_SECRET": "new",
            "WEBHOOK_SECRET_PREVIOUS": "old",
            "GITHUB_API_URL": "https://github.example.com/api/v3/",
            "DATABASE_URL": "postgres://bot:pass@db/name",
            "HOST": "::1",
            "PORT": "0",
            "LOG_LEVEL": "DEBUG",
            "PUBLIC_URL": "https://review.example.com/bot/ ",
        }
    )
    assert settings.private_key.reveal() == KEY
    assert [secret.reveal() for secret in settings.webhook_secrets] == ["new", "old"]
    assert settings.github_api_url == "https://github.example.com/api/v3"
    assert settings.public_url == "https://review.example.com/bot"
    assert settings.database_url.reveal() == "postgresql://bot:pass@db/name"
    assert (settings.host, settings.port, settings.log_level) == ("::1", 0, "debug")
    assert settings.secrets == (KEY, "new", "old", "pass")


@pytest.mark.parametrize("written", [KEY.replace("\n", "\\n"), f'"{KEY}"', KEY.strip(), KEY.replace("\n", "\r\n")])
def test_a_key_is_read_in_the_forms_that_hosts_keep_it_in(written):
    assert Settings.from_environment({**RIGHT, "PRIVATE_KEY": written}).private_key.reveal() == KEY


def test_everything_that_is_wrong_is_named_in_one_error():
    with pytest.raises(SettingsError) as wrong:
        Settings.from_environment({"PORT": "http", "LOG_LEVEL": "loud", "DATABASE_URL": "mysql://x"})
    assert [problem.split(":")[0] for problem in wrong.value.problems] == [
        "APP_ID",
        "PRIVATE_KEY",
        "WEBHOOK_SECRET",
        "DATABASE_URL",
        "PORT",
        "LOG_LEVEL",
    ]
    assert str(wrong.value).count("\n") == 6


WRONG = {
    "APP_ID": ["", "0", "-1", "x", "1.5", "9" * 30, "١٢"],
    "PRIVATE_KEY": ["", "hush", KEY[:300], pem(ec.generate_private_key(ec.SECP256R1())), pem(RSA, b"locked"), KEY[:31]],
    "WEBHOOK_SECRET": ["", "  ", "hush\n", " hush"],
    "WEBHOOK_SECRET_PREVIOUS": ["hush\n"],
    "GITHUB_API_URL": ["api.github.com", "ftp://x", "https://", "https://me:pass@host", "https://[x", "https://h/?a=b", "https://h/#a"],
    "DATABASE_URL": ["sqlite://", "sqlite:///", "mysql://x/y", "postgresql://", "file.db"],
    "HOST": ["http://0.0.0.0", "a b"],
    "PORT": ["-1", "65536", "http", "8000.0", "999999999999", "٨"],
    "LOG_LEVEL": ["loud", "critical"],
}  # fmt: skip


@pytest.mark.parametrize(("name", "value"), [(name, value) for name, values in WRONG.items() for value in values])
def test_a_wrong_value_is_one_problem_that_says_what_to_write_and_not_what_was_there(name, value):
    [problem] = problems(**{name: value})
    assert problem.startswith(f"{name}: ")
    assert any(word in problem for word in ("write", "choose"))
    if name not in ("GITHUB_API_URL", "DATABASE_URL") and len(value.strip()) > 8:
        assert value.strip() not in problem


def test_a_key_from_two_places_is_refused(tmp_path):
    path = tmp_path / "app.pem"
    path.write_text(KEY)
    assert problems(PRIVATE_KEY_PATH=str(path)) == ("PRIVATE_KEY, PRIVATE_KEY_PATH: both are set; keep one of them",)


def test_a_key_file_that_cannot_be_read_is_named(tmp_path):
    absent, empty, binary = (tmp_path / name for name in ("absent", "empty", "binary"))
    empty.touch()
    binary.write_bytes(b"\xff\xfe")
    for path, why in (
        (absent, "No such file"),
        (tmp_path, "Is a directory"),
        (empty, "is empty"),
        (binary, "no text file"),
    ):
        [problem] = problems(PRIVATE_KEY=None, PRIVATE_KEY_PATH=str(path))
        assert problem.startswith(f"PRIVATE_KEY_PATH: {path}")
        assert why in problem


def test_empty_counts_as_not_set():
    settings = Settings.from_environment({**RIGHT, "PRIVATE_KEY_PATH": "", "PORT": " ", "WEBHOOK_SECRET_PREVIOUS": ""})
    assert (settings.port, len(settings.webhook_secrets)) == (8_000, 1)


@pytest.mark.parametrize(
    "name", ["APP_ID", "PRIVATE_KEY", "PRIVATE_KEY_PATH", "WEBHOOK_SECRET", "WEBHOOK_SECRET_PREVIOUS"]
)
def test_any_credential_means_to_serve_the_app(name):
    assert Settings.credentials_present({name: "x"})
    assert not Settings.credentials_present({name: " ", "PORT": "80", "GITHUB_API_URL": "https://x"})


def test_secrets_do_not_show_themselves():
    settings = Settings.from_environment({**RIGHT, "DATABASE_URL": "postgresql://bot:pass@db/name"})
    for shown in (repr(settings), str(settings), f"{settings.private_key}", repr([Secret("hush")])):
        assert not any(secret in shown for secret in ("hush", "pass@", "BEGIN"))


@given(
    st.dictionaries(
        st.sampled_from([*WRONG, "PRIVATE_KEY_PATH"]), st.text(max_size=40).filter(lambda text: "\0" not in text)
    )
)
def test_whatever_stands_there_is_settings_or_one_clear_error(environ):
    with pytest.raises(SettingsError) as wrong:
        Settings.from_environment(environ)
    assert all(problem.split(":")[0].split(",")[0] in {*WRONG, "PRIVATE_KEY_PATH"} for problem in wrong.value.problems)


@pytest.mark.parametrize(
    "url", ["review.example.com", "ftp://x", "https://x/?a", "https://a@b", "https://x)[y](z", "https://"]
)
def test_a_public_address_that_is_none_is_told(url):
    assert problems(PUBLIC_URL=url) == (
        "PUBLIC_URL: write the address at which people reach this server, such as https://review.example.com",
    )
