import APIManagement
import Inventory
import Reconciliation

/// The commented inventory that `init` writes.
struct InventoryTemplate {
  /// The instance of Microsoft's article, which stands where nothing is given.
  static let example = (name: "contoso-apim", address: "10.1.0.5")

  /// The options of the command line.
  let arguments: Arguments
  /// The region of the instance.
  let region: String

  /// Takes the options.
  init(_ arguments: Arguments) {
    self.arguments = arguments
    let cloud = arguments.value(.cloud).flatMap(Cloud.init) ?? .global
    let examples: [Cloud: String] = [.global: "westus", .usGovernment: "usgovvirginia", .china: "chinanorth3"]
    region = arguments.value(.region) ?? examples[cloud] ?? "westus"
  }

  /// The instance to check before it is written.
  var instance: InstanceOptions {
    InstanceOptions(
      name: arguments.value(.name) ?? Self.example.name, region: region,
      virtualIPs: arguments.all(.vip) ?? [Self.example.address],
      allowsUnknownRegion: arguments.has(.allowUnknownRegion),
      allowsPublicAddresses: arguments.has(.publicVip))
  }

  /// The whole text.
  var text: String {
    """
    // The API Management instances and the backends that hold their DNS records.
    // 'apim-dns check' checks this file, 'apim-dns plan' shows what 'apim-dns apply' would change.
    // docs/inventory.md describes every key.
    {
      // Marks the records that this inventory manages. Give each inventory its own owner.
      owner: \(quoted(arguments.value(.owner) ?? "apim-dns")),
    \(cloud)
      // The scheme of the hostnames: regional, v2, classic, or given for names of your own.
      // 'apim-dns discover --subscription ID' reads the real names from Azure.
      hostnames: \(quoted(arguments.value(.hostnames) ?? "regional")),

      // How long clients may cache an answer.
      ttl: \(quoted(arguments.value(.ttl) ?? "5m")),

      instances: [
    \(missing)    \(instanceText),
      ],

      backends: {
    \(zones)

    \(hosts)

    \(azure)
      },
    }

    """
  }

  private var cloud: String {
    guard let cloud = arguments.value(.cloud) else { return "" }
    return "\n  // The Azure cloud: public, usgovernment or china.\n  cloud: \(quoted(cloud)),\n"
  }

  /// Says which parts of the instance are only an example.
  private var missing: String {
    let given: [(Option.Name, String)] = [(.name, "name"), (.region, "region"), (.vip, "vip")]
    let words = given.filter { !arguments.has($0.0) }.map { "'\($0.1)'" }
    guard !words.isEmpty else { return "" }
    let list = words.count == 1 ? words[0] : "\(words.dropLast().joined(separator: ", ")) and \(words[words.count - 1])"
    return """
          // Replace \(list). 'az apim show --name NAME --resource-group GROUP' prints name, location
          // and privateIPAddresses.

      """
  }

  private var instanceText: String {
    let addresses = instance.virtualIPs.map(quoted)
    let vip = addresses.count == 1 ? addresses[0] : "[\(addresses.joined(separator: ", "))]"
    var members = ["name: \(quoted(instance.name ?? ""))", "region: \(quoted(region))", "vip: \(vip)"]
    if instance.allowsPublicAddresses { members.append("publicVip: true") }
    if instance.allowsUnknownRegion { members.append("allowUnknownRegion: true") }
    return "{ \(members.joined(separator: ", ")) }"
  }

  // MARK: Backends

  private var zones: String {
    section(
      .zones, "Zone files for BIND in this folder, with an include file for named.conf. Name your name servers.",
      [
        "directory: \"zones\",", "nameServers: [\"ns1.corp.example\"],", "contact: \"hostmaster@corp.example\",",
        "// check: \"named-checkzone {zone} {file}\",", "// checkConfig: \"named-checkconf\",",
        "// reload: \"rndc reconfig && rndc reload\",",
      ])
  }

  private var hosts: String {
    section(
      .hosts, "The hosts file of this machine, or those of other machines over ssh.",
      ["file: \"/etc/hosts\",", "// machines: [\"azureuser@vm1.corp.example\"],"])
  }

  private var azure: String {
    var seen: Set<ResourceID> = []
    let given = arguments.all(.link)?.filter { ResourceID($0).map { seen.insert($0).inserted } ?? true }
    let links =
      given ?? [
        "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-network/providers/Microsoft.Network/virtualNetworks/vnet1"
      ]
    return section(
      .azure,
      [Option.Name.subscription, .resourceGroup, .link].allSatisfy(arguments.has)
        ? "Private zones in Azure, linked to these virtual networks."
        : "Private zones in Azure. Replace the subscription, the resource group and the virtual network.",
      [
        "subscription: \(quoted(arguments.value(.subscription) ?? "00000000-0000-0000-0000-000000000000")),",
        "resourceGroup: \(quoted(arguments.value(.resourceGroup) ?? "rg-dns")),", "links: [",
      ] + links.map { "  { virtualNetwork: \(quoted($0)) }," } + ["],"])
  }

  /// The settings of a backend, which are comments unless the command line names the backend.
  private func section(_ backend: BackendKind, _ comment: String, _ lines: [String]) -> String {
    let isUsed = arguments.backends.contains(backend)
    let hint = isUsed ? "" : " To use it, remove the slashes."
    let body = ["\(backend.rawValue): {"] + lines.map { "  \($0)" } + ["},"]
    return (["    // \(comment)\(hint)"] + body.map { "    \(isUsed ? "" : "// ")\($0)" }).joined(separator: "\n")
  }

  /// A text in quotes; the rules of all options allow only characters that need no escape.
  private func quoted(_ text: String) -> String { "\"\(text)\"" }
}
