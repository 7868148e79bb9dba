"""Azure's own Python SDK at work on the emulator, over TLS.

usage: azure_sdk.py EMULATOR-PORT CERTIFICATE KEY [OPENAPI]

The SDK sends tokens over https only, so a proxy of this program stands between the two: it speaks TLS with a test
certificate, hands requests on, and writes its own address in the place of the emulator's. With the OpenAPI document
of private DNS every answer is held against it on the way. Ends with 0 and a line for each thing that was done.
"""

import http.client
import http.server
import json
import re
import ssl
import sys
import threading
import urllib.parse

from azure.core import MatchConditions
from azure.core.credentials import AccessToken
from azure.core.exceptions import HttpResponseError, ResourceModifiedError, ResourceExistsError
from azure.mgmt.privatedns import PrivateDnsManagementClient
from azure.mgmt.privatedns.models import (
    ARecord, CnameRecord, MxRecord, PrivateZone, PrivateZoneProperties, RecordSet, RecordSetProperties, SubResource,
    TxtRecord, VirtualNetworkLink, VirtualNetworkLinkProperties)

port, certificate, key = int(sys.argv[1]), sys.argv[2], sys.argv[3]
spec = json.load(open(sys.argv[4])) if len(sys.argv) > 4 else None
problems, validated = [], 0


def validate(method, path, status, content):
    """Holds one answer against the OpenAPI document."""
    global validated
    # The document matches paths without regard to case; type names in it are exact.
    for template, operations in spec["paths"].items():
        pattern = re.escape(template.lower()).replace("\\{", "{").replace("\\}", "}")
        pattern = re.sub(r"\{recordtype\}", "(a|aaaa|cname|mx|ptr|soa|srv|txt)", pattern)
        if not re.fullmatch(re.sub(r"\{[^}]*\}", "[^/]+", pattern), path.lower()):
            continue
        operation = operations.get(method.lower())
        if operation is None:
            continue
        responses = operation["responses"]
        answer = responses.get(str(status), responses.get("default"))
        if answer is None:
            problems.append(f"{method} {path}: the status {status} is not in the document")
        elif "schema" in answer and content and not (status == 202 and content == b"{}"):
            from jsonschema import Draft4Validator
            if status >= 400 and "error" not in json.loads(content):
                return  # Private DNS itself leaves the wrapper out, against its own document: see the recordings.
            schema = dict(answer["schema"], definitions=spec["definitions"])
            for error in Draft4Validator(schema).iter_errors(json.loads(content)):
                problems.append(f"{method} {path}: {error.message}")
            validated += 1
        return


class Proxy(http.server.BaseHTTPRequestHandler):
    """Hands a request on to the emulator, and its answer back."""

    protocol_version = "HTTP/1.1"
    wbufsize = 1 << 16

    def handle_any(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length) if length else None
        connection = http.client.HTTPConnection("127.0.0.1", port)
        fields = {name: value for name, value in self.headers.items() if name.lower() not in ("host", "connection")}
        connection.request(self.command, self.path, body, fields)
        answer = connection.getresponse()
        content = answer.read()
        if spec:
            validate(self.command, urllib.parse.unquote(self.path.split("?")[0]), answer.status, content)
        theirs, ours = f"http://127.0.0.1:{port}", f"https://localhost:{server.server_port}"
        content = content.replace(theirs.encode(), ours.encode())
        content = content.replace(theirs.replace("/", "\\/").encode(), ours.replace("/", "\\/").encode())
        self.send_response(answer.status)
        for name, value in answer.getheaders():
            if name.lower() not in ("content-length", "connection", "server", "date"):
                self.send_header(name, value.replace(theirs, ours))
        if answer.status != 204:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)
        self.wfile.flush()

    do_GET = do_PUT = do_PATCH = do_DELETE = handle_any

    def log_message(self, *_):
        pass


server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Proxy)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
server.socket = context.wrap_socket(server.socket, server_side=True)
threading.Thread(target=server.serve_forever, daemon=True).start()


class Credential:
    """Gets tokens from the emulator."""

    def get_token(self, *_, **__):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("GET", "/msi/token?api-version=2019-08-01&resource=x", headers={"X-IDENTITY-HEADER": "h"})
        answer = json.loads(connection.getresponse().read())
        return AccessToken(answer["access_token"], int(answer["expires_on"]))


def refused(error, work):
    """Whether work fails as it should."""
    try:
        work()
    except error:
        return True
    return False


def done(sentence, isTrue):
    """Says what was done; ends the program where it was not as it should be."""
    if not isTrue:
        sys.exit(f"not so: {sentence}")
    print(sentence)


client = PrivateDnsManagementClient(
    Credential(), "00000000-0000-0000-0000-000000000001", base_url=f"https://localhost:{server.server_port}",
    connection_verify=certificate, polling_interval=0.1, retry_total=0)
group, name = "rg-dns", "sdk.example"
zones, links, sets = client.private_zones, client.virtual_network_links, client.record_sets
zone = PrivateZone(location="global", tags={"team": "network"})
network = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Network/virtualNetworks/vnet1"

made = zones.begin_create_or_update(group, name, zone, match_condition=MatchConditions.IfMissing).result()
done("zone made", made.name == name and made.tags == {"team": "network"} and made.properties.number_of_record_sets == 1)
done("zone not made twice", refused(
    HttpResponseError,
    lambda: zones.begin_create_or_update(group, name, zone, match_condition=MatchConditions.IfMissing).result()))
changed = zones.begin_update(
    group, name, PrivateZone(tags={"team": "other"}), etag=made.etag,
    match_condition=MatchConditions.IfNotModified).result()
done("zone changed", changed.tags == {"team": "other"} and changed.etag != made.etag)
done("zones listed", [z.name for z in zones.list()] == [name] == [z.name for z in zones.list_by_resource_group(group)])

link = links.begin_create_or_update(group, name, "hub", VirtualNetworkLink(
    location="global", properties=VirtualNetworkLinkProperties(
        virtual_network=SubResource(id=network), registration_enabled=False))).result()
done("link made", link.properties.virtual_network.id == network)
done("links listed", [found.name for found in links.list(group, name)] == ["hub"])
done("zone with a link kept", refused(HttpResponseError, lambda: zones.begin_delete(group, name).result()))


def put(kind, label, **records):
    """Writes a record set that must not be there."""
    return sets.create_or_update(
        group, name, kind, label, RecordSet(properties=RecordSetProperties(ttl=300, metadata={"by": "sdk"}, **records)),
        match_condition=MatchConditions.IfMissing)


first = put("A", "@", a_records=[ARecord(ipv4_address="10.1.0.5")])
done("record set made", first.properties.fqdn == f"{name}." and first.properties.metadata == {"by": "sdk"})
done("record set not made twice", refused(
    (ResourceModifiedError, ResourceExistsError, HttpResponseError), lambda: put("A", "@")))
put("A", "*", a_records=[ARecord(ipv4_address="10.1.0.6")])
put("CNAME", "www", cname_record=CnameRecord(cname="a.example"))
put("MX", "@", mx_records=[MxRecord(preference=1, exchange="m.example")])
put("TXT", "@", txt_records=[TxtRecord(value=["x"])])
for number in range(205):
    put("A", f"n{number}", a_records=[ARecord(ipv4_address="10.2.0.1")])
done("all record sets listed page by page", len(list(sets.list(group, name))) == 211)
done("record sets of a type listed", len(list(sets.list_by_type(group, name, "A", top=50))) == 207)
stale = RecordSet(properties=RecordSetProperties(ttl=60))
done("stale update refused", refused(HttpResponseError, lambda: sets.update(
    group, name, "A", "@", stale, etag="other", match_condition=MatchConditions.IfNotModified)))
second = sets.update(
    group, name, "A", "@", stale, etag=first.etag, match_condition=MatchConditions.IfNotModified)
done("record set updated", second.properties.ttl == 60 and second.properties.a_records[0].ipv4_address == "10.1.0.5")
done("record set read", sets.get(group, name, "A", "@").etag == second.etag)
for record in list(sets.list(group, name)):
    kind = record.type.split("/")[-1]
    if kind != "SOA":
        sets.delete(group, name, kind, record.name)
done("record sets deleted", [s.name for s in sets.list(group, name)] == ["@"])
links.begin_delete(group, name, "hub").result()
zones.begin_delete(group, name).result()
done("zone deleted", list(zones.list()) == [])

if problems:
    sys.exit("answers against the OpenAPI document:\n" + "\n".join(problems[:20]))
if spec:
    print(f"{validated} answers are as the OpenAPI document says")
