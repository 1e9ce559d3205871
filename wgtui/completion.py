"""What a shell completes, made from the grammar of the command line: `source <(wgtui completion bash)`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator

from wgtui.flags import SHELLS, commands, parser
from wgtui.mistakes import KINDS

_FIRSTS = (("get", tuple(KINDS)), ("describe", ("cluster", "application")), ("completion", SHELLS))
"""The words that may stand first behind a command."""

_FILES, _CONTEXTS = "--kubeconfig", "--context"


def script(shell: str) -> str:
    match shell:
        case "zsh":
            return f"{_ZSH}\n{_bash()}"
        case "fish":
            return "\n".join(_fish())
    return _bash()


def _bash() -> str:
    grammars = {"": parser(), **commands(parser())}
    named = [name for name in grammars if name]
    return _BASH.format(
        commands="|".join(named),
        values="\n".join(line for name, member in grammars.items() for line in _value_cases(name, member)),
        firsts="\n".join(f"    {name}) words='{' '.join(words)}' ;;" for name, words in (("-", named), *_FIRSTS)),
        flags="\n".join(f"    {name or '-'}) words='{' '.join(_flags(one))}' ;;" for name, one in grammars.items()),
    )


def _value_cases(name: str, command: argparse.ArgumentParser) -> Iterator[str]:
    for action in _options(command):
        if values := _values(action):
            patterns = "|".join(f"{name or '-'}:{flag}" for flag in action.option_strings)
            yield f"    {patterns}) words='{' '.join(values)}' ;;"


_ZSH = """\
(( $+functions[compdef] )) || { autoload -U compinit && compinit -D -u; }
autoload -U +X bashcompinit && bashcompinit"""

_BASH = """\
_wgtui() {{
  local cur=${{COMP_WORDS[COMP_CWORD]}} prev=${{COMP_WORDS[COMP_CWORD-1]}} command=- place=0 words= word at before=
  for ((at = 1; at < COMP_CWORD; at++)); do
    word=${{COMP_WORDS[at]}}
    case $word in {commands}) command=$word place=0 ;; -*) ;; *) place=$((place + 1)) ;; esac
  done
  # bash takes --output=js for three words, zsh for one.
  if [[ $cur == = ]]; then cur=
  elif [[ $prev == = ]]; then prev=${{COMP_WORDS[COMP_CWORD-2]}}
  elif [[ $cur == --*=* ]]; then before=${{cur%%=*}}= prev=${{cur%%=*}} cur=${{cur#*=}}
  fi
  case $prev in
    --kubeconfig) COMPREPLY=($(compgen -f -- "$cur")); return ;;
    --context) COMPREPLY=($(compgen -W "$(kubectl config get-contexts -o name 2>/dev/null)" -- "$cur")); return ;;
  esac
  case $command:$prev in
{values}
  esac
  if [[ -z $words && $cur == -* ]]; then
    case $command in
{flags}
    esac
  elif [[ -z $words && $place == 0 ]]; then
    case $command in
{firsts}
    esac
  fi
  COMPREPLY=($(compgen -P "$before" -W "$words" -- "$cur"))
}}
complete -F _wgtui wgtui"""


def _fish() -> Iterator[str]:
    grammar = parser()
    named = commands(grammar)
    yield "complete -c wgtui -f"
    for name, member in named.items():
        yield f"complete -c wgtui -n __fish_use_subcommand -a {name} -d '{_quoted(member.description or '')}'"
    for name, words in _FIRSTS:
        listed = " ".join(words)
        where = f"__fish_seen_subcommand_from {name}; and not __fish_seen_subcommand_from {listed}"
        yield f"complete -c wgtui -n '{where}' -a '{listed}'"
    for name, member in {"": grammar, **named}.items():
        where = f"__fish_seen_subcommand_from {name}" if name else "__fish_use_subcommand"
        for action in _options(member):
            yield f"complete -c wgtui -n '{where}' {_fish_option(action)}"


def _fish_option(action: argparse.Action) -> str:
    parts = [f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}" for flag in action.option_strings]
    if action.nargs != 0:
        parts.append("-r -F" if _FILES in action.option_strings else "-x")
    if _CONTEXTS in action.option_strings:
        parts.append("-a '(kubectl config get-contexts -o name 2>/dev/null)'")
    if values := _values(action):
        parts.append(f"-a '{' '.join(values)}'")
    return " ".join([*parts, f"-d '{_quoted(action.help or '')}'"])


def _options(command: argparse.ArgumentParser) -> list[argparse.Action]:
    return [action for action in command._actions if action.option_strings]


def _flags(command: argparse.ArgumentParser) -> list[str]:
    return [flag for action in _options(command) for flag in action.option_strings if flag.startswith("--")]


def _values(action: argparse.Action) -> tuple[str, ...]:
    """The words an option takes one of."""
    metavar = action.metavar if isinstance(action.metavar, str) else ""
    return tuple(metavar.split("|")) if "|" in metavar and "," not in metavar else ()


def _quoted(text: str) -> str:
    return text.replace("'", "\\'")
