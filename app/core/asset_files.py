"""The files under `static/` with their hashed URLs: read once, compressed once."""

import gzip
import hashlib
import mimetypes
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path, PurePosixPath

import brotli

from app.core.asset_packs import PACK_LIST, Pack, join_scripts
from app.core.asset_words import without_words

# Scripts imported by a bare name, and the vendored file each name stands for.
BARE_IMPORTS = {
    "socket.io-client": "vendor/socket.io-client/socket.io.js",
    "idb": "vendor/idb/idb.js",
}
ENTRY = "packs/app.js"
STYLESHEET = "css/app.css"
STYLESHEET_ORDER = "css/order.txt"

_COMPRESSIBLE = ("text/", "application/json", "image/svg+xml")
_SMALLEST_WORTH_COMPRESSING = 256

# Not every machine's own table of types knows these, and a module of the wrong type is refused.
_TYPES = {".js": "text/javascript", ".svg": "image/svg+xml", ".woff2": "font/woff2"}

Signature = tuple[tuple[int, int], ...]


@dataclass
class Asset:
    """One file (or bundle of files) as it is served."""

    path: str
    content: bytes
    signature: Signature = ()
    _encoded: dict[str, bytes] = field(default_factory=dict, repr=False)

    @cached_property
    def version(self) -> str:
        """Eight hex digits that change whenever the content does."""
        return hashlib.sha256(self.content).hexdigest()[:8]

    @property
    def url(self) -> str:
        return f"/static/{self.path}?v={self.version}"

    @property
    def mimetype(self) -> str:
        suffix = PurePosixPath(self.path).suffix
        guessed = _TYPES.get(suffix) or mimetypes.guess_type(self.path)[0]
        return guessed or "application/octet-stream"

    @property
    def is_compressible(self) -> bool:
        return (
            self.mimetype.startswith(_COMPRESSIBLE)
            and len(self.content) >= _SMALLEST_WORTH_COMPRESSING
        )

    def encoded(self, encoding: str) -> bytes:
        """The content as `br` or `gzip` at the hardest setting; worked out once and kept."""
        if encoding not in self._encoded:
            self._encoded[encoding] = compress(self.content, encoding)
        return self._encoded[encoding]


class Assets:
    """All files of the static folder by path, read once; with `watch`, read again when changed."""

    def __init__(self, folder: Path, *, watch: bool = False) -> None:
        self.folder = folder.resolve()
        self.is_watching = watch
        self._assets: dict[str, Asset] = {}
        self.packs: dict[str, Pack] = {}
        self._read_all()

    def find(self, path: str) -> Asset | None:
        """The asset at `path` (`css/app.css`), or None. Only what was listed is ever served."""
        if not self.is_watching:
            return self._assets.get(path)
        known = self._assets.get(path)
        if known is None or known.signature != self._signature(self._sources(path)):
            self._read_all()
        return self._assets.get(path)

    def url(self, path: str) -> str:
        """The hashed URL of `path`. Raises LookupError, naming it, when there is no such file."""
        asset = self.find(path)
        if asset is None:
            raise LookupError(f"There is no file app/static/{path}")
        return asset.url

    def paths(self, folder: str, suffix: str) -> list[str]:
        """All known paths below `folder` that end in `suffix`, in order."""
        return sorted(
            path for path in self._assets if path.startswith(f"{folder}/") and path.endswith(suffix)
        )

    @cached_property
    def module_urls(self) -> dict[str, str]:
        """From the bare name of each pack and library to its hashed URL: the import map."""
        paths = BARE_IMPORTS | {name: pack.path for name, pack in self.packs.items()}
        return {name: self._assets[path].url for name, path in paths.items()}

    def current_module_urls(self) -> dict[str, str]:
        """`module_urls`; with `watch`, as of files that were changed a moment ago."""
        if self.is_watching:
            self._read_all()
        return self.module_urls

    def packs_of(self, modules: Iterable[str]) -> list[str]:
        """The paths of the packs with `modules` (`modules/room`) and of all that these import.

        What is to be preloaded together. A name that is not there has none.
        """
        found: dict[str, None] = {}
        packs = self.packs.values()
        waiting = [pack.name for module in modules for pack in packs if module in pack.modules]
        while waiting:
            name = waiting.pop(0)
            if name not in found:
                found[name] = None
                waiting += self.packs[name].needs if name in self.packs else ()
        return [BARE_IMPORTS.get(name) or self.packs[name].path for name in found]

    def _read_all(self) -> None:
        self.__dict__.pop("module_urls", None)
        fresh: dict[str, Asset] = {}
        paths = [
            file.relative_to(self.folder).as_posix()
            for file in sorted(self.folder.rglob("*"))
            if file.is_file() and not file.name.startswith(".") and file.suffix != ".md"
        ]
        for path in [*paths, STYLESHEET]:
            sources = self._sources(path)
            signature = self._signature(sources)
            known = self._assets.get(path)
            if known is not None and known.signature == signature:
                fresh[path] = known
            else:
                content = b"\n".join(source.read_bytes() for source in sources)
                fresh[path] = Asset(path, without_words(path, content), signature)
        self.packs = self._joined(fresh)
        self._assets = fresh

    def _joined(self, fresh: dict[str, Asset]) -> dict[str, Pack]:
        """The packs, made of the scripts in `fresh` and added to them as files of their own."""
        listed = fresh.get(PACK_LIST)
        if listed is None:
            return {}
        scripts = {path: asset.content.decode() for path, asset in fresh.items() if _is_own(path)}
        packs = join_scripts(scripts, listed.content.decode(), libraries=BARE_IMPORTS)
        signature = self._signature(self._sources(ENTRY))
        for pack in packs.values():
            asset = self._assets.get(pack.path)
            if asset is None or asset.content != pack.content:
                asset = Asset(pack.path, pack.content)
            asset.signature = signature
            fresh[pack.path] = asset
        return packs

    def _sources(self, path: str) -> list[Path]:
        """What makes up `path`: the file, for the stylesheet its parts, for a pack any script."""
        if path.startswith("packs/"):
            return [self.folder / PACK_LIST, *sorted((self.folder / "js").rglob("*.js"))]
        if path != STYLESHEET:
            return [self.folder / path]
        order = self.folder / STYLESHEET_ORDER
        if not order.is_file():
            return []
        names = (line.strip() for line in order.read_text().splitlines())
        return [order.parent / name for name in names if name and not name.startswith("#")]

    @staticmethod
    def _signature(files: list[Path]) -> Signature:
        stats = (file.stat() for file in files if file.is_file())
        return tuple((stat.st_mtime_ns, stat.st_size) for stat in stats)


def _is_own(path: str) -> bool:
    return path.startswith("js/") and path.endswith(".js")


def compress(content: bytes, encoding: str) -> bytes:
    """`content` as `br` or `gzip`, as small as it gets: done once, sent often."""
    if encoding == "br":
        compressed: bytes = brotli.compress(content, quality=11)
        return compressed
    return gzip.compress(content, compresslevel=9, mtime=0)
