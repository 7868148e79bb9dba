/// What the manual page says of the variables and files that the program reads and writes.
extension ManPage {
  /// The variables.
  static var environment: String {
    ".Sh ENVIRONMENT\n" + list("Ev", variables)
      + """

      .Pp
      Proxies come from
      .Ev https_proxy ,
      .Ev all_proxy
      and
      .Ev no_proxy ,
      as libcurl reads them; plain http never goes through one, and neither does what
      is on this machine.
      """
  }

  /// The files.
  static var files: String { ".Sh FILES\n" + list("Pa", paths) }

  private static let variables = [
    ("APIM_DNS_INVENTORY", "The inventory where --inventory is not given."),
    (
      "SUDO_UID , SUDO_GID",
      "Who called sudo, and so may have written the inventory that root finds in the working folder."
    ),
    ("NO_COLOR", "If it is set and not empty, nothing is coloured."),
    ("TERM", "If it is dumb, nothing is coloured, and no progress is shown."),
    (
      "GITHUB_ACTIONS , TF_BUILD",
      "If one is set and not empty, a pipeline reads the output, and nothing in it can be a command of the pipeline."
    ),
    (
      "AZURE_TENANT_ID , AZURE_CLIENT_ID", "The tenant and the application, or the managed identity, of the credential."
    ),
    ("AZURE_CLIENT_SECRET", "The secret of the application."),
    (
      "AZURE_CLIENT_CERTIFICATE_PATH , AZURE_CLIENT_CERTIFICATE_PASSWORD",
      "Where there is no secret: the PEM file of its certificate and key, and what the key is encrypted with."
    ),
    (
      "AZURE_CLIENT_SEND_CERTIFICATE_CHAIN",
      "If it is true or 1, the certificate goes along, for applications that trust its issuer."
    ),
    (
      "AZURE_FEDERATED_TOKEN_FILE",
      "The file with the token of a pod or a pipeline, which is exchanged for one of Azure: workload-identity."
    ),
    (
      "AZURE_TOKEN_CREDENTIALS",
      "Which credentials --auth auto asks: dev for the Azure CLI, prod for all others, or the name of one class of the "
        + "Azure SDK, such as WorkloadIdentityCredential."
    ),
    ("AZURE_CONFIG_DIR", "Where az keeps its settings and tokens; handed to az as a path from the root."),
    ("AZURE_AUTHORITY_HOST", "Where tokens come from, instead of the address that the cloud has for them."),
    (
      "AZURE_POD_IDENTITY_AUTHORITY_HOST",
      "Where the metadata service of virtual machines is, instead of http://169.254.169.254."
    ),
    (
      "IDENTITY_ENDPOINT , IDENTITY_HEADER",
      "The managed identity that App Service, Functions and Container Apps give to an app; they set both themselves."
    ),
    (
      "IDENTITY_SERVER_THUMBPRINT , MSI_ENDPOINT",
      "By these Service Fabric, Cloud Shell and Azure ML are known, whose identities this program cannot use."
    ),
    (
      "AZURE_PASSWORD , MSI_SECRET",
      "Not read; with the secret, the password and the header above kept from --check, --reload and ssh."
    ),
    ("SSL_CERT_FILE", "A PEM file of the certificates to trust in place of the system's."),
    (
      "PATH",
      "Where az, openssl, ssh and the programs of --check and --reload are found; only entries that begin with / count."
    ),
  ]

  private static let paths = [
    ("apim-dns.json5", "The inventory in the working folder."),
    ("/etc/hosts", "The hosts file."),
    ("/etc/hosts.apim-dns.bak", "What the hosts file was before the last change, unless --no-backup is given."),
    (
      "/etc/hosts.apim-dns/bak",
      "The same where the folder is there, which the service makes since it may write in no other of /etc."
    ),
    ("zones/named.conf.apim-dns", "What named.conf includes."),
    (
      "zones/reload-due.apim-dns",
      "Says that files have changed since the last --reload that worked; the next run makes up for it."
    ),
    (
      "/etc/apim-dns/NAME.json5",
      "The inventory that the service apim-dns@NAME applies each time when apim-dns@NAME.timer starts it."
    ),
    (
      "/etc/apim-dns/NAME.env",
      "The variables of that service: APIM_DNS_OPTIONS with options for its command line, and the credential for Azure."
    ),
  ]

  private static func list(_ macro: String, _ items: [(name: String, text: String)]) -> String {
    let lines = items.map { ".It \(macro) \($0.name)\n\(wrapped($0.text))\n" }
    return ".Bl -tag -width Ds\n\(lines.joined()).El"
  }

  /// A text in lines of less than 80 columns, as sources of manual pages have them.
  private static func wrapped(_ text: String) -> String {
    var lines = [""]
    for word in text.split(separator: " ") {
      let line = lines[lines.endIndex - 1]
      if line.utf8.count + word.utf8.count < 70 {
        lines[lines.endIndex - 1] = line.isEmpty ? String(word) : "\(line) \(word)"
      } else {
        lines.append(String(word))
      }
    }
    return lines.map(escaped).joined(separator: "\n")
  }
}
