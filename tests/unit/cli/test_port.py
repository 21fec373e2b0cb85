"""A port on which somebody answers already is refused before anything is made."""

import socket

from typer.testing import CliRunner

from zhucun.cli import app, server


def test_a_port_in_use_is_refused_with_what_to_do():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        server.add_to(app)
        answer = CliRunner().invoke(app, ["run", "--port", str(port)])
    assert answer.exit_code == 2
    assert f"端口 {port}" in answer.output
    assert "--port" in answer.output
