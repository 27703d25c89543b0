# Installs wheels into a tree as pip does, for a machine that may be of another architecture: nothing of
# them runs. Its one argument is JSON:
#
#   library       folder of modules below the tree
#   headers       folder of headers below the tree
#   interpreter   program of the scripts
#   epoch         date of all that is made, seconds since 1970
#   environment   variables of markers, of the target
#   elsewhere     names of packages that come from elsewhere
import io
import json
import os
import stat
import sys
from email.parser import Parser

from installer import install
from installer.destinations import SchemeDictionaryDestination
from installer.sources import WheelFile
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

WHEELS, TARGET = "/wheels", "/target"
MAX_BYTES = 16 << 30
given = json.loads(sys.argv[1])
environment = {**given["environment"], "platform_release": "", "platform_version": "", "extra": ""}


def fail(wheel, what):
    sys.exit(f"{wheel}: {what}")


class Destination(SchemeDictionaryDestination):
    """Where one wheel goes. Two wheels may hold the same file, and never two of one name."""

    def __init__(self, wheel, name):
        self.wheel = wheel
        library = os.path.join(TARGET, given["library"])
        folders = {
            "purelib": library,
            "platlib": library,
            "headers": os.path.join(TARGET, given["headers"], name),
            "scripts": os.path.join(TARGET, "bin"),
            "data": TARGET,
        }
        super().__init__(folders, interpreter=given["interpreter"], script_kind="posix")

    def write_to_fs(self, scheme, path, stream, is_executable):
        place = os.path.join(self.scheme_dict[scheme], path)
        if os.path.lexists(place):
            content = stream.read()
            with open(place, "rb") as other:
                if other.read() != content:
                    fail(self.wheel, f"{os.path.relpath(place, TARGET)} is there already, with another content")
            os.unlink(place)
            stream = io.BytesIO(content)
        return super().write_to_fs(scheme, path, stream, is_executable)

    def write_script(self, name, module, attr, section):
        if "/" in name or name in ("", ".", ".."):
            fail(self.wheel, f"the script {name!r} has no name of a file")
        return super().write_script(name, module, attr, section)


def check_files(wheel, archive):
    size, seen = 0, set()
    for entry in archive.infolist():
        name, kind = entry.filename, stat.S_IFMT(entry.external_attr >> 16)
        parts = name.rstrip("/").split("/")
        if "\\" in name or any(part in ("", ".", "..") for part in parts):
            fail(wheel, f"the name {name!r} leads elsewhere")
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            fail(wheel, f"{name!r} is no file")
        if name in seen:
            fail(wheel, f"{name!r} is there twice")
        seen.add(name)
        size += entry.file_size
        if size > MAX_BYTES:
            fail(wheel, f"more than {MAX_BYTES} bytes")


needed, installed = [], {}
os.umask(0o022)
for wheel in sorted(os.listdir(WHEELS)):
    with WheelFile.open(os.path.join(WHEELS, wheel)) as source:
        check_files(wheel, source._zipfile)
        metadata = Parser().parsestr(source.read_dist_info("METADATA"))
        name = canonicalize_name(metadata["Name"])
        if name in installed:
            fail(wheel, f"{name} is there already, by {installed[name]}")
        installed[name] = wheel
        python = metadata["Requires-Python"]
        if python and not SpecifierSet(python).contains(environment["python_full_version"], prereleases=True):
            fail(wheel, f"needs Python {python}, and the suite has {environment['python_full_version']}")
        needed += [(wheel, Requirement(text)) for text in metadata.get_all("Requires-Dist", [])]
        install(source, Destination(wheel, name), {"INSTALLER": b"installer\n"})

missing = []
for wheel, requirement in needed:
    name = canonicalize_name(requirement.name)
    if name in installed or name in given["elsewhere"]:
        continue
    if requirement.marker is None or requirement.marker.evaluate(environment):
        missing.append(f"{wheel} needs {requirement.name}, which is not locked")
if missing:
    sys.exit("\n".join([*missing, "lock it; or have it otherwise, and name it in \"exclude\""]))

for folder, _, files in os.walk(TARGET, topdown=False):
    for path in [os.path.join(folder, file) for file in files] + [folder]:
        os.utime(path, (given["epoch"], given["epoch"]), follow_symlinks=False)
