"""A real nginx with the configuration that ships, on free ports of this computer."""

from __future__ import annotations

import os
import re
import subprocess
from pathlib import Path

import httpx

from tests.browser.serving import ROOT, free_port

PATIENCE = 60.0  # seconds, on a busy computer
SHIPPED = ROOT / "deploy" / "nginx.conf"
MAIN = """{user} daemon off; worker_processes 1; pid {folder}/nginx.pid; error_log stderr emerg;
events {{ worker_connections 512; }}
http {{
    client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
    {page}
}}
"""


class Nginx:
    """Runs in front of the servers at `ports`; its log is `folder`/page.log."""

    def __init__(self, folder: Path, *ports: int, silent: str = "15s") -> None:
        """`silent`: how long a server may say nothing before the other is asked."""
        folder.mkdir()
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.without_tls = free_port()  # where the shipped one sends people on to TLS
        self.log = folder / "page.log"
        page = on_loopback(SHIPPED.read_text(encoding="utf-8"), self.port, self.without_tls)
        page = page.replace("/var/log/nginx/stille-balans.log", str(self.log))
        page = page.replace("proxy_read_timeout 15s;", f"proxy_read_timeout {silent};")
        for shipped, port in zip(("8501", "8502"), ports, strict=True):
            page = page.replace(f"127.0.0.1:{shipped}", f"127.0.0.1:{port}")
        # Apart from the network there may be no other user to become.
        user = "user root;" if os.geteuid() == 0 else ""
        configuration = folder / "nginx.conf"
        configuration.write_text(MAIN.format(folder=folder, page=page, user=user), encoding="utf-8")
        found = subprocess.run([ROOT / "tools/find-nginx"], capture_output=True, text=True)
        assert found.returncode == 0, "nginx isn't here. Run tools/install-nginx."
        self._command = [found.stdout.strip(), "-p", str(folder), "-c", str(configuration)]
        self.start()

    def start(self) -> None:
        """Start it, at the same port when it ran before, and wait till it answers."""
        self._process = subprocess.Popen(self._command, stdout=subprocess.DEVNULL)
        while not self._answers():
            assert self._process.poll() is None, "nginx didn't start."

    def stop(self) -> None:
        """Stop it."""
        self._process.terminate()
        self._process.wait()

    def _answers(self) -> bool:
        try:
            return httpx.get(f"{self.url}/metrics", timeout=PATIENCE).status_code == 404
        except httpx.TransportError:
            return False


def on_loopback(text: str, port: int, without_tls: int) -> str:
    """Return the shipped configuration on these ports of loopback in place of 443, which then has
    no TLS, and 80."""
    text = text.replace("listen 443 ssl http2;", f"listen 127.0.0.1:{port};")
    text = text.replace("listen 80;", f"listen 127.0.0.1:{without_tls};")
    return re.sub(r"^ *(listen \[::\]|ssl_).*\n", "", text, flags=re.M)
