#!/usr/bin/env python3
"""A server that repeats whatever it was told in confidence, in front of the emulator.

usage: indiscreet.py EMULATOR-PORT MODE

honest    passes everything on
token     refuses every token, with the whole request in the reason
page      refuses every token, with the whole request on a page that is no JSON, and every OIDC token, with it as the reason
read      refuses every read, with the token and the address of the request in code, reason and request id
write     the same for every write
poll      the same for every question about an operation
failed    ends every operation as failed, with the token and the signed address of it in the reason
elsewhere leads the asker of an operation to another server

The first line is the port. What is secret among all that comes by is written to standard error, a line each.
"""
import http.client
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

emulator, mode = int(sys.argv[1]), sys.argv[2]


def say(secret):
    """Writes a secret at once."""
    print(secret, file=sys.stderr, flush=True)


class Handler(BaseHTTPRequestHandler):
    """Passes a request on, or refuses it with all that is in it."""

    protocol_version = "HTTP/1.1"

    def answer(self):
        """Answers one request."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        # What has no field `Metadata` only asks whether the metadata service is there.
        is_probe = "/metadata/" in self.path and "Metadata" not in self.headers
        is_token = not is_probe and ("/oauth2/" in self.path or "/msi/token" in self.path)
        is_identity = self.path.startswith("/id/")
        is_poll = "/privateDnsOperation" in self.path
        kind = "token" if is_token else "poll" if is_poll else "read" if self.command == "GET" else "write"
        self.note(body if is_token else b"")
        whole = f"{self.command} http://{self.headers['Host']}{self.path} {self.headers} {body.decode()}"
        if is_identity:
            # That of a job in a pipeline. On its page, JSON would show more than HTML.
            said = f"I was told {whole}".replace("\n", " ").replace("\r", " ")
            answer = {"value": "0idc-w0rd", "oidcToken": "0idc-w0rd"} if mode != "page" else {"message": said}
            self.reply(403 if mode == "page" else 200, {}, json.dumps(answer).encode())
        elif is_token and mode in ("token", "page"):
            fields = {name: values[0] for name, values in parse_qs(body.decode()).items()}
            said = f"I was told {fields} in {whole}".replace("\n", " ").replace("\r", " ")
            answer = said if mode == "page" else json.dumps({"error": "invalid_client", "error_description": said})
            self.reply(403, {}, answer.encode())
        elif not is_token and kind == ("poll" if mode == "failed" else mode):
            said = whole.replace("\n", " ").replace("\r", " ")
            error = {"code": "Told " + self.headers["Authorization"], "message": said}
            answer = {"status": "Failed", "error": error} if mode == "failed" else {"error": error}
            self.reply(200 if mode == "failed" else 403, {"x-ms-request-id": self.headers["Authorization"]},
                       json.dumps(answer).encode())
        else:
            self.pass_on(body)

    def note(self, body):
        """Writes down what is secret in a request."""
        for name in ("Authorization", "X-IDENTITY-HEADER"):
            if self.headers.get(name):
                say(self.headers[name].removeprefix("Bearer "))
        for name, values in parse_qs(urlsplit(self.path).query).items():
            if name in ("c", "s", "h"):
                say(values[0])
        for name, values in parse_qs(body.decode()).items():
            if name in ("client_secret", "client_assertion"):
                say(values[0])

    def pass_on(self, body):
        """Asks the emulator, and answers as it does, but with this server's own address."""
        connection = http.client.HTTPConnection("127.0.0.1", emulator, timeout=60)
        fields = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
        connection.request(self.command, self.path, body or None, fields)
        response = connection.getresponse()
        own = f"127.0.0.1:{self.server.server_address[1]}"
        there = "203.0.113.1" if mode == "elsewhere" else own
        fields = {}
        for name, value in response.getheaders():
            if name in ("Azure-AsyncOperation", "Location"):
                for part, values in parse_qs(urlsplit(value).query).items():
                    if part in ("c", "s", "h"):
                        say(values[0])
                value = value.replace(f"127.0.0.1:{emulator}", there)
            fields[name] = value
        content = response.read()
        if b'"access_token"' in content:
            say(json.loads(content)["access_token"])
        self.reply(response.status, fields, content.replace(f"127.0.0.1:{emulator}".encode(), own.encode()))

    def reply(self, status, fields, content):
        """Sends an answer."""
        self.send_response(status)
        for name, value in fields.items():
            if name.lower() not in ("content-length", "connection", "transfer-encoding", "date", "server"):
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_PUT = do_POST = do_DELETE = answer

    def log_message(self, *_):
        """Says nothing."""


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
