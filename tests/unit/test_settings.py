"""Reading settings"""

from pathlib import Path

import pytest

from parlour.settings import Settings, SettingsError, load_settings

SECRET_SMTP_URL = "smtps://parlour:s3cret@mail.example.com:465"
SECRET_URL = "postgresql://parlour:s3cret@db.example.com/parlour"


@pytest.fixture
def config(tmp_path: Path) -> Path:
    return tmp_path / "parlour.toml"


def faults_of(environ: dict[str, str], flags: dict[str, object] | None = None) -> list[str]:
    with pytest.raises(SettingsError) as caught:
        load_settings(environ, flags)
    return caught.value.faults


def test_all_settings_have_defaults() -> None:
    assert load_settings({}) == Settings()
    assert load_settings({"PATH": "/bin", "PARLOUR": "x"}, {"port": None}) == Settings()


def test_every_setting_can_come_from_the_environment() -> None:
    settings = load_settings({
        "PARLOUR_DATABASE_URL": SECRET_URL,
        "PARLOUR_DATA_DIR": "/srv/parlour",
        "PARLOUR_HOST": "0.0.0.0",  # noqa: S104 - it isn't listened on
        "PARLOUR_PORT": "9000",
        "PARLOUR_WORKERS": "4",
        "PARLOUR_POOL_SIZE": "16",
        "PARLOUR_LOG_LEVEL": "WARNING",
        "PARLOUR_LOG_FORMAT": "json",
        "PARLOUR_PUBLIC_URL": "https://api.example.com/",
        "PARLOUR_TRUSTED_PROXIES": "10.0.0.0/8, ::1,",
        "PARLOUR_ACCESS_CACHE_S": "0.5",
        "PARLOUR_STOP_GRACE_S": "0",
        "PARLOUR_MAX_CONNECTIONS": "500",
        "PARLOUR_MAX_CONNECTIONS_PER_ADDRESS": "50",
        "PARLOUR_BODY_MEMORY_MIB": "128",
        "PARLOUR_HEAD_TIMEOUT_S": "5",
        "PARLOUR_BODY_TIMEOUT_S": "60",
        "PARLOUR_STALL_TIMEOUT_S": "7.5",
        "PARLOUR_IDLE_TIMEOUT_S": "15",
        "PARLOUR_SMTP_URL": SECRET_SMTP_URL,
        "PARLOUR_EMAIL_FROM": "Parlour <parlour@example.com>",
    })  # fmt: skip
    assert settings == Settings(
        database_url=SECRET_URL,
        data_dir=Path("/srv/parlour"),
        host="0.0.0.0",  # noqa: S104 - it isn't listened on
        port=9000,
        workers=4,
        pool_size=16,
        log_level="warning",
        log_format="json",
        public_url="https://api.example.com/",
        trusted_proxies=("10.0.0.0/8", "::1"),
        access_cache_s=0.5,
        stop_grace_s=0,
        max_connections=500,
        max_connections_per_address=50,
        body_memory_mib=128,
        head_timeout_s=5,
        body_timeout_s=60,
        stall_timeout_s=7.5,
        idle_timeout_s=15,
        smtp_url=SECRET_SMTP_URL,
        email_from="Parlour <parlour@example.com>",
    )


def test_flags_beat_the_environment_which_beats_the_file(config: Path) -> None:
    config.write_text('port = 1\nworkers = 1\npool_size = 1\ntrusted_proxies = ["10.0.0.1", "10.0.0.2"]\n')
    environ = {"PARLOUR_CONFIG": str(config), "PARLOUR_PORT": "2", "PARLOUR_WORKERS": "2"}
    settings = load_settings(environ, {"port": 3, "workers": None})
    assert (settings.port, settings.workers, settings.pool_size) == (3, 2, 1)
    assert settings.trusted_proxies == ("10.0.0.1", "10.0.0.2")


def test_an_empty_variable_is_not_given() -> None:
    assert load_settings({"PARLOUR_PORT": "", "PARLOUR_CONFIG": ""}) == Settings()


def test_all_faults_are_reported_at_once_with_their_sources(config: Path) -> None:
    config.write_text('workers = 65\ncolour = "red"\n')
    environ = {"PARLOUR_CONFIG": str(config), "PARLOUR_PORT": "http", "PARLOUR_COLOUR": "red"}
    assert sorted(faults_of(environ, {"log_level": "loud"})) == sorted([
        f"colour in {config}: there is no such setting",
        f"workers in {config}: expected a whole number from 1 to 64, not '65'",
        "PARLOUR_COLOUR: there is no such setting",
        "PARLOUR_PORT: expected a whole number from 0 to 65535, not 'http'",
        "--log-level: expected debug, info, warning or error, not 'loud'",
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DATABASE_URL", "mysql://db/parlour"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "80.5"),
        ("WORKERS", "0"),
        ("POOL_SIZE", "201"),
        ("LOG_LEVEL", "trace"),
        ("LOG_FORMAT", "xml"),
        ("PUBLIC_URL", "api.example.com"),
        ("TRUSTED_PROXIES", "10.0.0.0/33"),
        ("TRUSTED_PROXIES", "everybody"),
        ("ACCESS_CACHE_S", "-1"),
        ("ACCESS_CACHE_S", "nan"),
        ("STOP_GRACE_S", "inf"),
        ("SMTP_URL", "http://mail.example.com"),
        ("SMTP_URL", "smtp://"),
        ("SMTP_URL", "smtp://mail.example.com:port"),
        ("SMS_URL", "gateway.example.com"),
        ("SMS_BODY", "to={phone}"),
        ("SMS_BODY", '{"text": "{text}"'),
        ("EMAIL_FROM", "parlour"),
        ("EMAIL_FROM", "a@b.cd\r\nBcc: e@f.gh"),
        ("EMAIL_FROM", "a@b@c.de"),
        ("EMAIL_FROM", "Parlour <a@b.cd>, e@f.gh"),
        ("EMAIL_FROM", "x<y@z.wz"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused(name: str, value: str) -> None:
    (fault,) = faults_of({f"PARLOUR_{name}": value})
    assert fault.startswith(f"PARLOUR_{name}: expected ")


def test_a_fault_overridden_by_something_stronger_does_not_count() -> None:
    assert load_settings({"PARLOUR_PORT": "http"}, {"port": 80}).port == 80


@pytest.mark.parametrize(
    ("content", "fault"),
    [(b"port = = 1", "is not valid TOML"), (b"\xff\xfe", "is not valid TOML"), (None, "can't be read")],
)
def test_a_file_that_cannot_be_used_is_named(config: Path, content: bytes | None, fault: str) -> None:
    if content is not None:
        config.write_bytes(content)
    (told,) = faults_of({"PARLOUR_CONFIG": str(config)})
    assert told.startswith(f"PARLOUR_CONFIG: {config} {fault}")


def test_the_password_of_the_database_is_not_shown() -> None:
    settings = load_settings({"PARLOUR_DATABASE_URL": SECRET_URL})
    assert "s3cret" not in repr(settings)
    assert "s3cret" not in str(settings)
    assert "database_url='***'" in repr(settings)
    assert "s3cret" not in "".join(faults_of({"PARLOUR_DATABASE_URL": "postgres:s3cret"}))


def test_the_password_of_the_mail_server_is_not_shown() -> None:
    settings = Settings(smtp_url=SECRET_SMTP_URL)
    assert "s3cret" not in repr(settings)
    assert "smtp_url='***'" in repr(settings)
    assert "s3cret" not in "".join(faults_of({"PARLOUR_SMTP_URL": "http://parlour:s3cret@mail"}))


def test_sending_mail_needs_a_sender() -> None:
    assert faults_of({"PARLOUR_SMTP_URL": SECRET_SMTP_URL}) == ["smtp_url: needs email_from beside it"]


def test_what_a_gateway_gets_needs_its_address_and_is_not_shown() -> None:
    given = {"PARLOUR_SMS_BODY": "to={phone}&text={text}", "PARLOUR_SMS_AUTHORIZATION": "Bearer s3cret"}
    assert faults_of(given) == ["sms_body: needs sms_url beside it", "sms_authorization: needs sms_url beside it"]
    shown = repr(load_settings({**given, "PARLOUR_SMS_URL": "https://parlour:s3cret@gateway.example.com"}))
    assert "s3cret" not in shown
    assert "sms_url='***'" in shown


def test_without_a_database_the_repr_says_so() -> None:
    assert "database_url=None" in repr(Settings())


@pytest.mark.parametrize(
    ("settings", "base_url"),
    [
        (Settings(), "http://127.0.0.1:8000"),
        (Settings(host="::1", port=80), "http://[::1]:80"),
        (Settings(public_url="https://api.example.com/v/"), "https://api.example.com/v"),
    ],
)
def test_the_base_url_is_where_clients_reach_the_server(settings: Settings, base_url: str) -> None:
    assert settings.base_url == base_url


def test_a_network_is_that_of_any_address_in_it() -> None:
    settings = load_settings({"PARLOUR_TRUSTED_PROXIES": "10.1.2.3/8, 2001:DB8::1, 192.0.2.1"})
    assert settings.trusted_proxies == ("10.0.0.0/8", "2001:db8::1", "192.0.2.1")
