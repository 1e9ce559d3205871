"""Functions people expect and templates do not have, and why."""

from __future__ import annotations

_MACHINE = "templates may not read the machine they are rendered on"
_PATHS = "functions for paths are removed from templates"
_HELM = "it is a function of Helm charts, not of templates"

ABSENT: dict[str, str] = {
    "env": _MACHINE,
    "expandenv": _MACHINE,
    "getHostByName": "templates may not ask the network",
    "genPrivateKey": "it is removed: what a template renders goes to git, where a private key must not be",
    "derivePassword": "it is removed: what a template renders goes to git, where a password must not be",
    "sha256sum": "it is removed from templates; sha1sum and adler32sum are there",
    **dict.fromkeys(("base", "dir", "ext", "clean", "isAbs"), _PATHS),
    **dict.fromkeys(("osBase", "osDir", "osExt", "osClean", "osIsAbs"), _PATHS),
    **dict.fromkeys(("toYaml", "fromYaml", "include", "required", "tpl", "lookup", "toToml"), _HELM),
}
