"""octodns-azure at work on the emulator: one run that makes the private zone of a YAML file true.

usage: octodns_azure.py EMULATOR-PORT ZONE FOLDER

Its clients refuse to send tokens over plain http, which the emulator speaks, so that rule is lifted here; nothing else is
changed. The folder holds ZONEyaml as octodns reads it; the zone itself must be there.
"""

import http.client
import json
import sys

from azure.core.credentials import AccessToken
from azure.core.pipeline.policies import BearerTokenCredentialPolicy
from azure.mgmt.core import policies

port, zone, folder = int(sys.argv[1]), sys.argv[2], sys.argv[3]
BearerTokenCredentialPolicy._enforce_https = staticmethod(lambda request: None)
policies.ARMChallengeAuthenticationPolicy._enforce_https = staticmethod(lambda request: None)


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

provider = octodns_azure.AzurePrivateProvider(
    "azure", "client", "00000000-0000-0000-0000-000000000001", "rg-dns", key="s", directory_id="t",
    base_url=f"http://127.0.0.1:{port}")
provider._client_credential = Credential()
source = YamlProvider("yaml", folder)
wanted = Zone(zone, [])
source.populate(wanted)
plan = provider.plan(wanted)
if plan:
    print(f"{len(plan.changes)} changes")
    provider.apply(plan)
