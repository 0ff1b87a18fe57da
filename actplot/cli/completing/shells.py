"""The scripts that ask what completes a word, and how bash, zsh and fish are answered.

Click's own stand corrected where words hold commas, colons or equals signs, and no space follows a word that goes on.
"""

import os
import re

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
    split_arg_string,
)

PROGRAM, ASKED = "actplot", "_ACTPLOT_COMPLETE"  # what is completed, and the variable by which a script asks
BREAKS = (":", "=")  # at which bash takes words apart, each of which is then a word itself
SPECIAL = re.compile(r"([\s'\"\\$`&;|<>()*?\[\]#!{}])")  # to bash
QUOTES = ("'", '"')

# COMP_LINE has the words as they were typed; bash replaces the last of its own words, which may be a part of one.
_BASH = """\
%(complete_func)s() {
    local IFS=$'\\n' response completion type value
    COMPREPLY=()
    response=$(env COMP_WORDS="${COMP_WORDS[*]}" COMP_CWORD="$COMP_CWORD" COMP_LAST="${COMP_WORDS[COMP_CWORD]}" \\
        COMP_LINE="${COMP_LINE:0:${COMP_POINT:-0}}" %(complete_var)s=bash_complete $1)
    for completion in $response; do
        IFS=',' read -r type value <<< "$completion"
        COMPREPLY+=("$value")
    done
    case "${COMPREPLY[0]}" in
        *[/:=@]) compopt -o nospace 2> /dev/null ;;
    esac
    return 0
}

complete -o nosort -F %(complete_func)s %(prog_name)s
"""

_ZSH = """\
#compdef %(prog_name)s

%(complete_func)s() {
    local -a described going whole response
    local type key help
    (( ! $+commands[%(prog_name)s] )) && return 1

    response=("${(@f)$(env COMP_WORDS="${(j: :)words[1,CURRENT]}" COMP_CWORD=$((CURRENT-1)) \\
        %(complete_var)s=zsh_complete %(prog_name)s)}")

    for type key help in ${response}; do
        if [[ "$help" != "_" ]]; then
            described+=("$key":"$help")
        elif [[ "$key" == *[/:=@] ]]; then
            going+=("$key")
        else
            whole+=("$key")
        fi
    done

    if [ -n "$described" ]; then
        _describe -V unsorted described -U
    fi
    compadd -U -V unsorted -a whole
    compadd -U -V unsorted -S '' -a going
}

if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
    %(complete_func)s "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
    compdef %(complete_func)s %(prog_name)s
fi
"""

_FISH = """\
function %(complete_func)s
    set -l response (env %(complete_var)s=fish_complete COMP_WORDS=(commandline -cp | string collect) \\
        COMP_CWORD=(commandline -ct | string collect) %(prog_name)s)
    for completion in $response
        string split -m 1 -f 2 "," -- $completion
    end
end

complete --no-files --keep-order --command %(prog_name)s --arguments "(%(complete_func)s)"
"""


class Answering(ShellComplete):
    """Answers with whole words, also behind `--option=`."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        option, equals, begun = incomplete.partition("=")
        if not equals or not option.startswith("--"):
            return super().get_completions(args, incomplete)
        items = super().get_completions([*args, option], begun)
        for item in items:
            item.value = f"{option}={item.value}"
        return items


@add_completion_class
class Bash(Answering, BashComplete):
    """Bash, which takes words apart at colons and equals signs."""

    source_template = _BASH

    def get_completion_args(self) -> tuple[list[str], str]:
        typed = os.environ.get("COMP_LINE", "")
        if not typed:
            return _joined(*super().get_completion_args())
        words = split_arg_string(typed)
        begun = words.pop() if len(words) > 1 and not typed[-1].isspace() else ""
        return words[1:], begun

    def complete(self) -> str:
        args, incomplete = self.get_completion_args()
        items = self.get_completions(args, incomplete)
        kept = self._kept(incomplete)
        return "\n".join(f"{item.type},{self._written(str(item.value)[kept:])}" for item in items)

    def _kept(self, incomplete: str) -> int:
        """How many characters of the word stand before those that bash replaces."""
        last = os.environ.get("COMP_LAST", incomplete)
        if last.startswith(QUOTES) or last.replace("\\", "") == incomplete:
            return 0
        return max(map(incomplete.rfind, BREAKS)) + 1

    def _written(self, word: str) -> str:
        """A word as bash reads it, where it is not within quotes."""
        return word if os.environ.get("COMP_LAST", "").startswith(QUOTES) else SPECIAL.sub(r"\\\1", word)


def _joined(words: list[str], incomplete: str) -> tuple[list[str], str]:
    """The words that bash took apart."""
    whole: list[str] = []
    for word in [*words, incomplete]:
        if whole and (word in BREAKS or whole[-1].endswith(BREAKS)):
            whole[-1] += word
        else:
            whole.append(word)
    return whole[:-1], whole[-1]


@add_completion_class
class Zsh(Answering, ZshComplete):
    """Zsh, which writes a space behind a word unless it is told that more follows."""

    source_template = _ZSH


@add_completion_class
class Fish(Answering, FishComplete):
    """Fish, of whose answers the first comma alone divides."""

    source_template = _FISH

    def get_completion_args(self) -> tuple[list[str], str]:
        words = split_arg_string(os.environ["COMP_WORDS"])
        begun = "".join(split_arg_string(os.environ["COMP_CWORD"])[:1])
        return words[1:-1] if begun and len(words) > 1 else words[1:], begun


SHELLS = {shell.name: shell for shell in (Bash, Zsh, Fish)}


def script(shell: str) -> str:
    """What makes a shell ask, and take the answers."""
    return SHELLS[shell](click.Command(None), {}, PROGRAM, ASKED).source()
