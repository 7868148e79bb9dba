#!/usr/bin/env python3
"""Asks the emulator what somebody asked Azure, and compares the answers.

usage: replay.py PORT CASSETTE ...

A cassette is a YAML file of vcr (Python's or Go's). Its exchanges about private DNS are sent in their order; status,
members of the body and their values must be the same. ETags, internal identities and the addresses of operations and pages
are others each time, so that only their presence is compared, and where Azure's are sent back, the emulator's own take
their place. Prints a line for each cassette, a line for each difference, and the numbers of what was skipped, by name.
"""
import http.client
import json
import re
import sys
from urllib.parse import unquote, urlsplit

import yaml

# What is not the same twice.
UNIQUE = {"etag", "internalId", "nextLink"}
# What stands for the subscription in cassettes.
SUBSCRIPTION = "00000000-0000-0000-0000-000000000000"
# What Azure was seen to say and the emulator never does, by the place, what Azure says and what the emulator says.
KNOWN = {
    ("virtualNetworkLinkState", "InProgress", "Completed"): "a link is ready as soon as its operation has ended",
}


class Difference(Exception):
    """Where an answer is another than Azure's."""


class Replay:
    """One cassette, against an emulator that holds what the cassette made so far."""

    def __init__(self, port, token):
        self.port, self.token = port, token
        self.etags, self.operations, self.pages = {}, {}, {}
        self.replayed, self.skipped, self.known = 0, {}, {}

    def run(self, interactions):
        """Sends all exchanges; gives the differences."""
        differences = []
        for number, interaction in enumerate(interactions):
            method, url, fields, body, expected = self.exchange(interaction)
            if self.subject(url) is None:
                name = self.other(url)
                self.skipped[name] = self.skipped.get(name, 0) + 1
                continue
            try:
                self.replay(method, url, fields, body, expected)
            except Difference as difference:
                differences.append(f"{number}: {method} {urlsplit(url).path.split('/providers/')[-1]}: {difference}")
            self.replayed += 1
        return differences

    @staticmethod
    def exchange(interaction):
        """The parts of an exchange, whichever vcr wrote it."""
        request, response = interaction["request"], interaction["response"]
        status = response["status"]
        code = status["code"] if isinstance(status, dict) else response["code"]
        text = response["body"]
        if isinstance(text, dict):
            text = text["string"]
        fields = {name.lower(): values[0] for name, values in request["headers"].items()}
        answered = {name.lower(): values[0] for name, values in response["headers"].items()}
        url = request.get("uri") or request["url"]
        return request["method"], url, fields, request["body"] or "", (code, answered, text)

    @staticmethod
    def subject(url):
        """What of private DNS an address names; nothing where it is something else."""
        match = re.search(r"/providers/microsoft\.network/(privateDns[a-z]+)", urlsplit(url).path, re.IGNORECASE)
        return match and match[1]

    @staticmethod
    def other(url):
        """What else an address names."""
        path = urlsplit(url).path.lower()
        match = re.search(r"/providers/microsoft\.network/([a-z]+)", path)
        if match:
            return {"virtualnetworks": "virtual network", "locations": "operation of a virtual network"}[match[1]]
        return "operation of a resource group" if "/operationresults/" in path else "resource group"

    def replay(self, method, url, fields, body, expected):
        """Sends one exchange and compares the answer."""
        status, answered, text = expected
        target = self.target(url)
        sent = {name: fields[name] for name in ("if-match", "if-none-match", "content-type") if name in fields}
        if "if-match" in sent:
            sent["if-match"] = self.etags.get(sent["if-match"], sent["if-match"])
        for etag, own in self.etags.items():
            body = body.replace(etag, own)
        got = self.send(method, target, sent, body)
        if got[0] == 202 and status == 200 and "privateDnsOperationStatuses" in target:
            # The recording has only the last of the polls, so that it does not say how many there were.
            got = self.send(method, target, sent, body)
        self.remember(answered, text, got)
        if got[0] != status:
            raise Difference(f"status {got[0]}, not {status}: {got[2][:200]}")
        for name in ("etag", "azure-asyncoperation", "location"):
            if (name in answered) != (name in got[1]):
                raise Difference(f"the field {name} is {'missing' if name in answered else 'too much'}")
        self.compare(self.parsed(got[2]), self.parsed(text), "body")

    def target(self, url):
        """The path and query to ask the emulator for."""
        if unquote(url) in self.pages:
            return self.pages[unquote(url)]
        parts = urlsplit(url)
        if parts.path in self.operations:
            return self.operations[parts.path]
        return f"{parts.path}?{parts.query}"

    def remember(self, answered, text, got):
        """Keeps what later requests send back: ETags, and the addresses of operations and pages."""
        for name in ("azure-asyncoperation", "location"):
            if name in answered and name in got[1]:
                parts = urlsplit(got[1][name])
                self.operations[urlsplit(answered[name]).path] = f"{parts.path}?{parts.query}"
        theirs, ours = self.parsed(text), self.parsed(got[2])
        if not isinstance(theirs, dict) or not isinstance(ours, dict):
            return
        if "etag" in theirs and "etag" in ours:
            self.etags[theirs["etag"]] = ours["etag"]
        if "nextLink" in theirs and "nextLink" in ours:
            parts = urlsplit(ours["nextLink"])
            self.pages[unquote(theirs["nextLink"]).replace(":443/", "/")] = f"{parts.path}?{parts.query}"
            self.pages[unquote(theirs["nextLink"])] = f"{parts.path}?{parts.query}"

    @staticmethod
    def parsed(text):
        """The JSON of a body; nothing for none."""
        return json.loads(text) if text else None

    def compare(self, ours, theirs, place):
        """Compares two values, and what is in them."""
        if isinstance(theirs, dict) and isinstance(ours, dict):
            for name in sorted(theirs.keys() | ours.keys()):
                if name not in ours or name not in theirs:
                    raise Difference(f"{place}.{name} is {'missing' if name in theirs else 'too much'}")
                known = KNOWN.get((name, str(theirs[name]), str(ours[name])))
                if known:
                    self.known[known] = self.known.get(known, 0) + 1
                elif name not in UNIQUE:
                    self.compare(ours[name], theirs[name], f"{place}.{name}")
        elif isinstance(theirs, list) and isinstance(ours, list):
            if len(ours) != len(theirs):
                raise Difference(f"{place} has {len(ours)} items, not {len(theirs)}")
            order = lambda item: item.get("id", "") if isinstance(item, dict) else ""
            for number, pair in enumerate(zip(sorted(ours, key=order), sorted(theirs, key=order))):
                self.compare(*pair, f"{place}[{number}]")
        elif ours != theirs:
            raise Difference(f"{place} is {ours!r}, not {theirs!r}")

    def send(self, method, target, fields, body):
        """Asks the emulator."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, target, body or None, fields | {"authorization": f"Bearer {self.token}"})
        response = connection.getresponse()
        answer = response.status, {name.lower(): value for name, value in response.getheaders()}, response.read().decode()
        connection.close()
        return answer


def token(port):
    """A token of the emulator."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    form = "grant_type=client_credentials&client_id=a&client_secret=b&scope=https%3A%2F%2Fmanagement.azure.com%2F.default"
    connection.request("POST", "/t/oauth2/v2.0/token", form, {"content-type": "application/x-www-form-urlencoded"})
    return json.loads(connection.getresponse().read())["access_token"]


def main():
    """Replays the cassettes that the command line names."""
    port, files = int(sys.argv[1]), sys.argv[2:]
    key, skipped, known = token(port), {}, {}
    replayed = found = 0
    for number, file in enumerate(files, 1):
        with open(file, encoding="utf-8") as stream:
            # All cassettes have this subscription and much the same names in it: each gets one of its own.
            text = stream.read().replace(SUBSCRIPTION, f"{number:08}{SUBSCRIPTION[8:]}")
        interactions = yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))["interactions"]
        replay = Replay(port, key)
        differences = replay.run(interactions)
        for difference in differences:
            print(f"{file.rsplit('/', 1)[-1]} {difference}")
        found += len(differences)
        replayed += replay.replayed
        for total, part in ((skipped, replay.skipped), (known, replay.known)):
            for name, count in part.items():
                total[name] = total.get(name, 0) + count
    for name, count in sorted(known.items()):
        print(f"known: {name}: {count}")
    for name, count in sorted(skipped.items()):
        print(f"skipped: {name}: {count}")
    print(f"{replayed} exchanges replayed, {found} differences")
    sys.exit(1 if found else 0)


main()
