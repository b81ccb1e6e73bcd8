"""The nginx configuration that ships says what the server says, and logs no addresses' queries."""

from __future__ import annotations

import re
from pathlib import Path

from coach.web.own_documents import MOST_UPLOADED
from coach.web.policy import security_headers

TEXT = (Path(__file__).parents[2] / "deploy" / "nginx.conf").read_text(encoding="utf-8")
# These hold the query, where somebody came from, or who they are.
TELLS = ("$request ", "$request_uri", "$args", "$query_string", "$http_referer", "$remote_addr")


def test_it_sends_the_headers_of_the_server_once() -> None:
    sent = dict(re.findall(r'add_header (\S+) "([^"]+)" always;', TEXT))
    assert "max-age" in sent.pop("Strict-Transport-Security")
    assert sent == security_headers()
    assert set(re.findall(r"proxy_hide_header (\S+);", TEXT)) == set(sent)


def test_its_logs_hold_no_query_no_origin_and_nobody() -> None:
    formats = re.findall(r"log_format (\w+) '(.*)';", TEXT)
    assert [name for name, _ in formats] == ["stille_balans"]
    assert not [word for word in TELLS if word in f"{formats[0][1]} "]
    assert "$http_referer" not in TEXT
    logs = re.findall(r"access_log \S+( \w+)?;", TEXT)
    assert logs == [" stille_balans"] * TEXT.count("server {")
    assert re.findall(r"error_log (.*);", TEXT) == ["/dev/null emerg"] * TEXT.count("server {")


def test_it_lets_a_talk_stay_open_and_keeps_no_file_of_it() -> None:
    assert "proxy_set_header Upgrade $http_upgrade;" in TEXT
    assert "proxy_buffering off;" in TEXT
    assert "proxy_request_buffering off;" in TEXT
    assert "proxy_max_temp_file_size 0;" in TEXT
    assert f"client_max_body_size {MOST_UPLOADED}m;" in TEXT
