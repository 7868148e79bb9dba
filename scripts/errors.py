#!/usr/bin/env python3
"""Makes docs/errors.md, the table of every error with what to do about it, from the sources.

usage: errors.py [--check]

An error's text is a literal. It says what happened and why, and in a sentence of its own, or behind a semicolon or colon, what to
do; a literal of that form is an error wherever it stands. Where the text itself says what should stand there, the rest is in IMPLIED. What makes an
error without any of these is a mistake, and nothing is written. With --check nothing is written either way; it fails where the
page is not what the sources say.
"""

import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "errors.md"

# What makes an error, whatever its text looks like.
MAKERS = re.compile(
    r"\b(?:BackendError|Failure|UsageError|InvalidSetting|FileError|HTTPClientError|DNSClientError|ProbeError|DomainNameError"
    r"|JSON5SyntaxError|ZoneFileError|ResourceManagerError|CredentialFailure\.\w+|Conflict|Obstruction|log\.report|\.unmanaged|\.unreadable)\("
)
# Which room of the house means which heading, and what is said there of all errors.
HEADINGS = [
    ("The command line", "apim-dns Reconciliation ProgramExecution", ""),
    ("The inventory", "Inventory APIManagement", "Each message has the position (file:line:column) or the option, and shows the line with a caret under the position. The program "
     "reads at most 256 MiB of an inventory; 4 GiB is the limit of the library."),
    ("Files", "FileReplacement", "Each message begins with the path of the file or folder."),
    ("Hosts files", "HostsBackend", ""),
    ("Zone files", "ZoneFileBackend", "An error in a managed zone file names the file, the line and the column."),
    ("Azure", "AzureBackend InstanceDiscovery ResourceManager HTTPTransport EndpointProbe", ""),
    ("DNS queries", "DNSClient", ""),
]
# What has the form of an error and is none.
NO_ERRORS = re.compile(r"^note: |: see auth$|^// |accepts this token")


def arguments(text, start):
    """The source between the parenthesis at start and the one that closes it."""
    depth, index, quoted = 0, start, False
    stack = []
    while index < len(text):
        character = text[index]
        if quoted and character == "\\":
            if text[index + 1] == "(":
                stack.append(depth)
                depth, quoted, index = 0, False, index + 1
                depth = 1
            else:
                index += 1
        elif character == '"':
            quoted = not quoted
        elif not quoted and character == "(":
            depth += 1
        elif not quoted and character == ")":
            depth -= 1
            if depth == 0:
                if not stack:
                    return text[start : index + 1]
                depth, quoted = stack.pop(), True
        index += 1
    raise ValueError("a parenthesis is never closed")


def literals(source):
    """The texts in a piece of source; those joined by + are one. Interpolations become words in italics."""
    texts, index, joined = [], 0, False
    while index < len(source):
        if source[index] != '"':
            joined = joined and source[index] in " \n+"
            index += 1
            continue
        text, index = literal(source, index + 1)
        if joined and texts:
            texts[-1] += text
        else:
            texts.append(text)
        joined = True
    return texts


def literal(source, index):
    text = ""
    while source[index] != '"':
        if source[index] == "\\" and source[index + 1] == "(":
            inner = arguments(source, index + 1)
            text += placeholder(inner[1:-1])
            index += 1 + len(inner)
        elif source[index] == "\\":
            text += {"n": " ", "t": " "}.get(source[index + 1], source[index + 1])
            index += 2
        else:
            text += source[index]
            index += 1
    return text, index + 1


def placeholder(expression):
    """What stands in the table for a value: the last name in it."""
    if "?" in expression and ":" in expression:
        return (literals(expression) or ["…"])[-1]
    names = re.findall(r"[A-Za-z][A-Za-z0-9]*", re.sub(r'"[^"]*"|\.(?:rawValue|text|description|count|joined)\b.*', "", expression))
    names = [name for name in names if name not in ("self", "Self", "String", "singleLine", "quoted", "PrintableText", "shown", "scanner")]
    return f"‹{names[-1] if names else '…'}›"


VERBS = set(
    "add allow apply ask assign change check choose close compare copy correct create delete did disable do drop fix free give if install let look leave make mend mount move name plan put raise read remount rename resolve remove repeat replace report run save say "
    "see set shorten spread start stop take try unmount use wait write".split()
)


# What to do where the sentence itself says what is wanted, or where the program says it once for all errors of a kind.
IMPLIED = [
    (r"^expected .*found", "write what is expected"),
    (r"CNAME chain", "shorten the chain"),
    (r"cannot have|can have .* at most|^(?!a word of ).*is too long|longer than|larger than", "make it smaller"),
    (r"^cannot ‹doing›", "correct the cause, then run again; the file is either unchanged or complete"),
    (r"the previous contents are restored$", "correct the cause, then run again"),
    (r"the bytes read back differ from those written$", "check the disk; the previous contents are restored"),
    (r"is not authoritative for", "use a server that is authoritative for the zone"),
    (r"refused the query", "allow this machine to query the server, or use another server"),
    (r"may reject it$", "if Azure rejects it, use a shorter instance name"),
    (r"did not answer$|closed the connection", "make sure that the server runs and can be reached from here"),
]
# Where the position is shown, the fix is the same for all messages.
SHOWN = {"Inventory": "correct the value at the position", "ZoneFileBackend": "correct the line, or move the file away and apply with --serial-from so that the serial does not decrease"}


def split(message):
    """What happened, and what to do: a sentence or a part of one that begins with a verb."""
    for match in re.finditer(r"(?:[;:] (?=([a-z]+)\b|'apim-dns|‹(?:advice|offer)›)|\. (?=([A-Z][a-z]*)\b|‹(?:advice|offer)›))", message):
        verb = match.group(1) or match.group(2)
        if verb is None or verb.lower() in VERBS:
            cure = message[match.end() :].replace("‹advice›", "Use a word that the message suggests.")
            cure = cure.replace("‹offer›", "Use a region that the message suggests, or one that 'az account list-locations' lists.")
            return message[: match.start()], cure
    for pattern, cure in IMPLIED:
        if re.search(pattern, message):
            return message, cure
    return message, ""


def words(message):
    """How many words of its own a text has."""
    return len(re.findall(r"[a-z]{2,}", re.sub("‹.*?›", "", message)))


def messages(folder):
    """The errors of a room: what stands where one is made, and all else that says what to do."""
    made, others = set(), set()
    sources = "".join(path.read_text() for path in (ROOT / "Sources" / folder).rglob("*.swift"))
    # What to do where several messages say the same: a constant named "fix" or "…Fix".
    fixes = dict(re.findall(r'static let (fix|\w+Fix) =\s+"((?:[^"\\]|\\.)*)"', sources))
    for path in sorted((ROOT / "Sources" / folder).rglob("*.swift")):
        code = re.sub(r"^\s*//.*$", lambda line: " " * len(line.group(0)), path.read_text(), flags=re.M)
        # What to do may be an argument of its own: a literal or such a constant.
        code = re.sub(r'",\s*fix:\s+(?:"|Self\.(\w+))', lambda fix: ". " + (fixes[fix[1]] + '"' if fix[1] else ""), code)
        for match in MAKERS.finditer(code):
            # What begins with a comma goes on with another text.
            texts = [text for text in literals(arguments(code, match.end() - 1)) if not text.startswith(",")]
            # That of a system call that failed is one word and two values.
            made.update(text for text in texts if words(text) > 2 or text.startswith("cannot ‹"))
        plain = re.sub(r'#?"""(.|\n)*?"""#?', "", code)
        others.update(text for text in literals(plain) if words(text) > 4 and (split(text)[1] or re.search("‹(fix|\\w+Fix)›", text)) and not NO_ERRORS.search(text))
    texts = made | {text.lstrip(":; ") for text in others}
    return {re.sub("‹(fix|\\w+Fix)›", lambda name: fixes.get(name[1], name[0]), text) for text in texts}


def row(message, folder):
    """What happened and what to do, or nothing where the text only leads to another one that has both."""
    what, cure = split(message)
    cure = cure or SHOWN.get(folder, "")
    # Values alone say nothing here.
    if not words(what):
        return None
    if not cure and not message.endswith("›"):
        sys.exit(f"errors: Sources/{folder}: '{message}' does not say what to do")
    return f"| {escape(what)} | {escape(sentence(cure))} |" if cure else None


def sentence(text):
    """A text with a capital at its beginning and a full stop at its end."""
    return text[0].upper() + text[1:] + ("" if text[-1] in ".›" else ".")


def page():
    lines = [
        "# Errors",
        "",
        "The program's errors, refusals and warnings, and what to do about each of them.",
        "",
        "Words in ‹these marks› stand for values. This page is made from the sources by `make errors`.",
    ]
    for heading, folders, remark in HEADINGS:
        texts = {message: folder for folder in folders.split() for message in messages(folder)}
        rows = [row(message, folder) for message, folder in sorted(texts.items())]
        lines += ["", f"## {heading}", ""] + ([remark, ""] if remark else []) + ["| what happened | what to do |", "|---|---|"]
        lines += [line for line in rows if line]
    return "\n".join(lines) + "\n"


def escape(text):
    return text.replace("\\", "\\\\").replace("|", "\\|").replace("<", "\\<").replace("*", "\\*").replace("`", "'")


def main():
    text = page()
    if "--check" in sys.argv:
        if PAGE.read_text() != text:
            sys.exit("errors: docs/errors.md is not what the sources say; run 'make errors'")
    else:
        PAGE.write_text(text)


main()
