#!/usr/bin/env python3
"""The services that issue OIDC tokens to jobs of GitHub Actions and Azure Pipelines.

usage: pipeline_service.py

The first line is the port. The job's token is `job-token`. Each OIDC token is another one.

GET  /github/idtoken?api-version=2.0&audience=api://AzureADTokenExchange
POST /azure/oidctoken?api-version=7.1&serviceConnectionId=connection-1, with X-TFS-FedAuthRedirect: Suppress
any  /elsewhere/…, which leads to the same path without `/elsewhere`

Each request is written to standard error, a line each, with the status of the answer.
"""
import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit


class Handler(BaseHTTPRequestHandler):
    """Issues OIDC tokens."""

    issued = 0

    def answer(self):
        """Answers one request."""
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        url = urlsplit(self.path)
        status, body = self.token(self.command, url.path, dict(parse_qsl(url.query)))
        print(self.command, url.path, status, file=sys.stderr, flush=True)
        content = json.dumps(body).encode()
        self.send_response(status)
        if status == 302:
            self.send_header("Location", self.path.removeprefix("/elsewhere"))
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def token(self, method, path, query):
        """The status and the body of an answer."""
        if path.startswith("/elsewhere/"):
            return 302, {}
        if self.headers.get("Authorization") != "Bearer job-token":
            return 401, {"$id": "1", "message": "The job has ended.", "typeKey": "UnauthorizedRequestException"}
        Handler.issued += 1
        token = f"eyJhbGciOiJSUzI1NiJ9.job-{Handler.issued}.c2lnbmVk"
        if (method, path) == ("GET", "/github/idtoken"):
            if query == {"api-version": "2.0", "audience": "api://AzureADTokenExchange"}:
                return 200, {"count": 1, "value": token}
        elif (method, path) == ("POST", "/azure/oidctoken"):
            right = {"api-version": "7.1", "serviceConnectionId": "connection-1"}
            if query == right and self.headers.get("X-TFS-FedAuthRedirect") == "Suppress":
                return 200, {"oidcToken": token}
        return 404, {"$id": "1", "message": "No service connection found.", "typeKey": "x"}

    do_GET = do_POST = answer

    def log_message(self, *_):
        """Says nothing more."""


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_address[1], flush=True)
server.serve_forever()
