"""断电：在存文件的每一步之间断电，摘要名下要么没有文件，要么是完整的文件；说过存好的一定在。

A child process puts one file. Before and after each of its system steps the power is cut: every byte that was not
fsynced is lost (the file is cut in half), every rename whose folder was not fsynced is undone, and the process dies.
Two planted breaches show that the test can see.
"""

import hashlib
import subprocess
import sys
from collections.abc import Iterable
from itertools import pairwise
from pathlib import Path

from tests.foundation.test_files_kinds import pdf
from tongban.foundation.crypto.errors import SealBroken
from tongban.foundation.crypto.keyring import KeyRing
from tongban.foundation.files import FileStore

CHILD = r"""
import os, signal, sys
from pathlib import Path

folder, breach, cuts = Path(sys.argv[1]), sys.argv[2], [int(cut) for cut in sys.argv[3].split(",")]
steps, synced, renamed, root, cut_at = 0, {}, [], None, None
real = {name: getattr(os, name) for name in ("open", "mkdir", "replace", "fsync", "unlink")}


def cut():
    for source, target in renamed:
        if target.exists():
            real["replace"](target, source)
    for path in [*root.rglob("*")]:
        if path.is_file() and synced.get(path.stat().st_ino) != path.stat().st_size:
            os.truncate(path, path.stat().st_size // 2)
    os.kill(os.getpid(), signal.SIGKILL)


def step():
    global steps
    steps += 1
    if steps == cut_at:
        cut()


def stepping(name):
    def call(*arguments, **options):
        step()
        answer = real[name](*arguments, **options)
        note(name, arguments)
        step()
        return answer
    return call


def note(name, arguments):
    if name == "replace":
        renamed.append(tuple(map(Path, arguments)))
    if name == "fsync":
        state = os.fstat(arguments[0])
        synced[state.st_ino] = state.st_size
        folder = Path(os.readlink(f"/proc/self/fd/{arguments[0]}"))
        renamed[:] = [(source, target) for source, target in renamed if target.parent != folder]


from tongban.foundation.crypto.keyring import KeyRing
from tongban.foundation.files import FileStore, Quota, store

if breach == "name-before-bytes":
    store.sync = lambda path, sync=store.sync: None if path.suffix == ".part" else sync(path)
if breach == "folder-never-synced":
    store.sync = lambda path, sync=store.sync: None if path.is_dir() else sync(path)
content = sys.stdin.buffer.read()
ring = KeyRing(folder / "keys")


def put():
    return kept.put(content, name="a.pdf", owner="person:7", quota=Quota(used=0, limit=10**9)).digest


def seal():
    (digest,) = kept.seal_plain()
    return digest


def laid_down():  # as a version before encryption at rest left it
    path = kept.path(store.hashlib.sha256(content).hexdigest())
    path.parent.mkdir(parents=True)
    path.write_bytes(content)
    synced[path.stat().st_ino] = len(content)


def act():
    global kept
    kept = FileStore(root, ring=ring)
    if breach == "earlier-version":
        laid_down()
    for name in real:
        setattr(os, name, stepping(name))
    digest = seal() if breach == "earlier-version" else put()
    print("stored", digest, steps, flush=True)
    cut()


for cut_at in cuts:
    root = folder / str(cut_at)
    child = os.fork()
    if child == 0:
        os.dup2(real["open"](folder / f"{cut_at}.said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 1)
        act()
    assert os.waitpid(child, 0)[1] == signal.SIGKILL
"""

CONTENT = pdf()
AFTERWARDS = -1  # the power goes only after the store has answered
DIGEST = hashlib.sha256(CONTENT).hexdigest()


def put_and_cut(folder: Path, cuts: Iterable[int], *, breach: str = "none") -> None:
    """For each cut a process of its own puts the file into a folder named after the step at which the power goes."""
    arguments = [str(folder), breach, ",".join(map(str, cuts))]
    subprocess.run([sys.executable, "-c", CHILD, *arguments], input=CONTENT, check=True, timeout=100)


def said(folder: Path, cut: int) -> list[str]:
    """What the process said before the power went."""
    return (folder / f"{cut}.said").read_text().split()


def verdict(folder: Path, cut: int) -> str:
    """What the disk holds under digest names after the power came back."""
    paths = (folder / str(cut)).glob("objects/*/*/*")
    store = FileStore(folder / str(cut), ring=KeyRing(folder / "keys"))
    try:
        found = {path.name: hashlib.sha256(store.open(path.name).read()).hexdigest() for path in paths}
    except SealBroken:
        return "half a file under its digest"
    if any(name != digest for name, digest in found.items()):
        return "another file under its digest"
    return "lost after it was said to be stored" if said(folder, cut) and DIGEST not in found else "sound"


def verdicts(folder: Path, breach: str) -> set[str]:
    put_and_cut(folder, [AFTERWARDS], breach=breach)
    steps = int(said(folder, AFTERWARDS)[2])
    assert steps > 20
    put_and_cut(folder, range(1, steps + 1), breach=breach)
    return {verdict(folder, cut) for cut in (AFTERWARDS, *range(1, steps + 1))}


def test_a_power_cut_at_any_step_leaves_no_half_file_and_loses_nothing_said_to_be_stored(tmp_path):
    assert verdicts(tmp_path, "none") == {"sound"}


def test_the_cut_sees_a_name_given_before_the_bytes_are_on_the_disk(tmp_path):
    assert verdicts(tmp_path, "name-before-bytes") == {"sound", "half a file under its digest"}


def test_the_cut_sees_a_folder_that_was_never_synced(tmp_path):
    assert verdicts(tmp_path, "folder-never-synced") == {"sound", "lost after it was said to be stored"}


def test_a_power_cut_at_any_step_of_sealing_leaves_the_file_whole_and_the_next_start_seals_it(tmp_path):
    put_and_cut(tmp_path, [AFTERWARDS], breach="earlier-version")
    steps = int(said(tmp_path, AFTERWARDS)[2])
    put_and_cut(tmp_path, range(1, steps + 1), breach="earlier-version")
    for cut in (AFTERWARDS, *range(1, steps + 1)):
        FileStore(tmp_path / str(cut), ring=KeyRing(tmp_path / "keys")).seal_plain()
        assert (verdict(tmp_path, cut), in_the_clear(tmp_path / str(cut))) == ("sound", 0)


def in_the_clear(root: Path) -> int:
    return sum(path.read_bytes() == CONTENT for path in root.glob("objects/*/*/*"))


def test_after_many_cuts_the_same_file_can_be_put_into_the_same_folder(tmp_path):
    for cut, following in pairwise((3, 9, 15, 21, AFTERWARDS)):
        put_and_cut(tmp_path, [cut])
        (tmp_path / str(cut)).rename(tmp_path / str(following))
    put_and_cut(tmp_path, [AFTERWARDS])
    assert (said(tmp_path, AFTERWARDS)[:2], verdict(tmp_path, AFTERWARDS)) == (["stored", DIGEST], "sound")
