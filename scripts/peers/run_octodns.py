"""octodns-azure at work on the emulator: one run that makes the private zone of a YAML file true.

usage: run_octodns.py EMULATOR-PORT ZONE FOLDER

Its clients refuse to send tokens over plain http, which the emulator speaks, so that rule is lifted here; nothing else is
changed. The folder holds ZONE's records as octodns reads it; the zone itself must be there.
"""

import http.client
import json
import sys

from azure.core.credentials import AccessToken
from azure.core.pipeline.policies import _authentication

port, zone, folder = int(sys.argv[1]), sys.argv[2], sys.argv[3]
_authentication._enforce_https = lambda request: None


class Credential:
    """Gets tokens from the emulator."""

    def get_token(self, *_, **__):
        connection = http.client.HTTPConnection("127.0.0.1", port)
        connection.request("GET", "/msi/token?api-version=2019-08-01&resource=x", headers={"X-IDENTITY-HEADER": "h"})
        answer = json.loads(connection.getresponse().read())
        return AccessToken(answer["access_token"], int(answer["expires_on"]))


import octodns_azure  # noqa: E402
from octodns.provider.yaml import YamlProvider  # noqa: E402
from octodns.zone import Zone  # noqa: E402

octodns_azure.AzurePrivateProvider._client_credential = Credential()
provider = octodns_azure.AzurePrivateProvider(
    "azure", "00000000-0000-0000-0000-000000000001", "rg-dns", directory_id="t", client_id="c", key="s",
    base_url=f"http://127.0.0.1:{port}")
source = YamlProvider("yaml", folder)
wanted = Zone(zone, [])
source.populate(wanted)
plan = provider.plan(wanted)
if plan:
    print(f"{len(plan.changes)} changes")
    provider.apply(plan)
