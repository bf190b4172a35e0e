"""Signatures are those of the public minisign program, and nothing but the signed bytes passes."""

import base64
import shutil
import subprocess

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from zjg_inspect.bundle import minisign

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
PUBLIC = KEY.public_key().public_bytes_raw()
DATA = "核查表\n".encode()


def signed(data: bytes = DATA, trusted: str = "第7包", comment: str = "张三") -> str:
    return minisign.sign(data, KEY.sign, PUBLIC, trusted, comment)


def run_minisign(folder, *key: str, data: bytes = DATA, text: str | None = None) -> subprocess.CompletedProcess:
    program = shutil.which("minisign")
    assert program, "the minisign program is one of the checks' system packages"
    (folder / "f.txt").write_bytes(data)
    (folder / "f.txt.minisig").write_text(text or signed(), encoding="utf-8")
    command = [program, "-V", "-m", str(folder / "f.txt"), *key]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_the_public_program_verifies_with_the_key_line(tmp_path):
    done = run_minisign(tmp_path, "-P", minisign.public_key_line(PUBLIC))
    assert done.returncode == 0, done.stderr
    assert "Trusted comment: 第7包" in done.stdout


def test_the_public_program_verifies_with_the_key_file(tmp_path):
    (tmp_path / "k.pub").write_text(minisign.public_key_file(PUBLIC, "张三的电脑"), encoding="utf-8")
    assert run_minisign(tmp_path, "-p", str(tmp_path / "k.pub")).returncode == 0


def test_the_public_program_refuses_other_data_and_another_trusted_comment(tmp_path):
    line = minisign.public_key_line(PUBLIC)
    assert run_minisign(tmp_path, "-P", line, data=DATA + b" ").returncode != 0
    assert run_minisign(tmp_path, "-P", line, text=signed().replace("第7包", "第8包")).returncode != 0


def test_the_text_of_a_signature_stays_as_the_program_accepted_it():
    assert minisign.public_key_line(PUBLIC) == "RWRWR1qnVGNHTAOhB7/zzhC+HXDdGOdLwJln5NYwm6UNXx3chmQSVTG4"
    assert signed().split("\n") == [
        "untrusted comment: 张三",
        "RURWR1qnVGNHTPtQNnm0IZSsLpt5Oll1CqtpSLxQ13EKfDfuBcNRtWUzTigjlO1WHZAzAxuBwY5FuYHZ+FQwneh+Ngwg9BvLhwY=",
        "trusted comment: 第7包",
        "hBGWvLybMbFic3YBoR+UweABsqWzwkCYPik0kNKr43OSVEDJqOHwymWUDsmgokisfCkoE8yXjfkbzlfOO4M1Ag==",
        "",
    ]


@given(
    st.binary(max_size=300), st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\n"), max_size=30)
)
def test_what_was_signed_verifies_and_gives_its_trusted_comment(data, trusted):
    assert minisign.verify(signed(data, trusted), data, PUBLIC) == trusted


@given(st.data())
def test_one_changed_character_is_refused(data):
    text = signed()
    place = data.draw(st.integers(0, len(text) - 1))
    other = data.draw(st.characters(exclude_characters=text[place]))
    with pytest.raises(InvalidSignature):
        minisign.verify(text[:place] + other + text[place + 1 :], DATA, PUBLIC, "张三")


@pytest.mark.parametrize("line", [1, 3])
def test_one_signature_has_one_way_of_writing(line):
    """base64 leaves bits behind the last byte free; a signature with others there is another text."""
    lines = signed().split("\n")
    body = lines[line].rstrip("=")
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    twin = body[:-1] + alphabet[alphabet.index(body[-1]) + 1] + lines[line][len(body) :]
    assert base64.b64decode(twin) == base64.b64decode(lines[line])
    lines[line] = twin
    with pytest.raises(InvalidSignature):
        minisign.verify("\n".join(lines), DATA, PUBLIC)


@given(st.text())
def test_any_other_text_is_refused(text):
    with pytest.raises(InvalidSignature):
        minisign.verify(text, DATA, PUBLIC)


def test_other_data_and_another_key_are_refused():
    other = Ed25519PrivateKey.from_private_bytes(bytes(32)).public_key().public_bytes_raw()
    with pytest.raises(InvalidSignature):
        minisign.verify(signed(), DATA + b" ", PUBLIC)
    with pytest.raises(InvalidSignature):
        minisign.verify(signed(), DATA, other)


def test_another_devices_signature_under_our_key_id_is_refused():
    other = Ed25519PrivateKey.from_private_bytes(bytes(32))
    with pytest.raises(InvalidSignature):
        minisign.verify(minisign.sign(DATA, other.sign, PUBLIC, "第7包", "张三"), DATA, PUBLIC)
