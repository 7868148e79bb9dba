#!/usr/bin/env python3
"""An HTTP/2 server over TLS on a free port of 127.0.0.1 that answers each request with its own body.

usage: http2_server.py CERTIFICATE KEY together N | refuse N | goaway N

together N  holds all answers until N streams are open on one connection at the same time
refuse N    refuses every second of the first N streams (REFUSED_STREAM), which says that nothing was done
goaway N    says after N streams of each of the first two connections that later ones were not looked at (GOAWAY), and
            closes

The first line is the port. Then one line for each request that is answered, as "CONNECTION STREAM BODY". It is made of the
frames alone (https://www.rfc-editor.org/rfc/rfc9113#section-4): what the header fields of a request say is not read.
"""
import socket
import ssl
import struct
import sys
import threading

DATA, HEADERS, RST_STREAM, SETTINGS, PING, GOAWAY, WINDOW_UPDATE = 0, 1, 3, 4, 6, 7, 8
ACK, END_STREAM, END_HEADERS = 1, 1, 4
REFUSED_STREAM = 7
PREFACE = b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"
# ":status: 200", which HPACK has in its table (https://www.rfc-editor.org/rfc/rfc7541#appendix-A).
STATUS_200 = b"\x88"

mode, number = sys.argv[3], int(sys.argv[4])
lock = threading.Lock()
streams_so_far = 0


def say(line):
    """Writes a line at once."""
    with lock:
        print(line, flush=True)


class Connection:
    """One connection, served by a thread of its own."""

    def __init__(self, stream, count):
        self.stream, self.count = stream, count
        self.bodies, self.waiting = {}, []

    def send(self, kind, flags, stream, payload=b""):
        """Sends a frame."""
        length = struct.pack(">I", len(payload))[1:]
        self.stream.sendall(length + struct.pack(">BBI", kind, flags, stream) + payload)

    def receive(self, length):
        """Receives so many bytes, or ends."""
        data = b""
        while len(data) < length:
            more = self.stream.recv(length - len(data))
            if not more:
                raise EOFError
            data += more
        return data

    def serve(self):
        """Answers until the other side has had enough."""
        if self.receive(len(PREFACE)) != PREFACE:
            return
        self.send(SETTINGS, 0, 0)
        opened = 0
        while True:
            head = self.receive(9)
            length = struct.unpack(">I", b"\0" + head[:3])[0]
            kind, flags, stream = struct.unpack(">BBI", head[3:])
            payload = self.receive(length)
            if kind == SETTINGS and not flags & ACK:
                self.send(SETTINGS, ACK, 0)
            elif kind == PING and not flags & ACK:
                self.send(PING, ACK, 0, payload)
            elif kind == HEADERS:
                opened += 1
                self.bodies[stream] = b""
                if self.refuses(stream):
                    self.send(RST_STREAM, 0, stream, struct.pack(">I", REFUSED_STREAM))
                    del self.bodies[stream]
            elif kind == DATA and stream in self.bodies:
                self.bodies[stream] += payload
                if length:
                    self.send(WINDOW_UPDATE, 0, 0, struct.pack(">I", length))
            if kind in (HEADERS, DATA) and flags & END_STREAM and stream in self.bodies:
                self.ready(stream)
            if mode == "goaway" and self.count < 2 and opened >= number and not self.bodies:
                return

    def refuses(self, stream):
        """Whether a new stream is refused or not looked at; says so for the latter."""
        global streams_so_far
        with lock:
            streams_so_far += 1
            if mode == "refuse":
                return streams_so_far <= number and streams_so_far % 2 == 0
        if mode == "goaway" and self.count < 2 and stream > 2 * number - 1:
            del self.bodies[stream]
        elif mode == "goaway" and self.count < 2 and stream == 2 * number - 1:
            self.send(GOAWAY, 0, 0, struct.pack(">II", stream, 0))
        return False

    def ready(self, stream):
        """A request has come whole."""
        self.waiting.append(stream)
        if mode == "together" and len(self.waiting) < number:
            return
        for waiting in self.waiting:
            body = self.bodies.pop(waiting)
            say(f"{self.count} {waiting} {body.decode()}")
            self.send(HEADERS, END_HEADERS, waiting, STATUS_200)
            self.send(DATA, END_STREAM, waiting, body)
        self.waiting = []


def serve(plain, count, context):
    """Makes a connection secure and serves it."""
    try:
        with context.wrap_socket(plain, server_side=True) as stream:
            Connection(stream, count).serve()
    except (EOFError, OSError):
        pass


def main():
    """Takes connections until it is stopped."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[1], sys.argv[2])
    context.set_alpn_protocols(["h2"])
    listener = socket.create_server(("127.0.0.1", 0), backlog=100)
    say(listener.getsockname()[1])
    count = 0
    while True:
        plain, _ = listener.accept()
        threading.Thread(target=serve, args=(plain, count, context), daemon=True).start()
        count += 1


main()
