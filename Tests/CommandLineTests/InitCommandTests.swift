import Foundation
import TestSupport
import Testing

@Suite("init writes a commented inventory")
struct InitCommandTests {
  private let sandbox: Sandbox

  init() throws { sandbox = try Sandbox() }

  @Test("Without options, the inventory is the example and says what to replace") func example() async throws {
    let result = try await sandbox.run("init")
    #expect(result.status == 0)
    #expect(result.output == "")
    #expect(
      result.errors
        == "wrote apim-dns.json5. Edit it, then run 'apim-dns check' and 'apim-dns plan'.\n")
    #expect(
      try sandbox.folder.text(of: "apim-dns.json5") == """
        // The API Management instances and the backends that hold their DNS records.
        // 'apim-dns check' checks this file, 'apim-dns plan' shows what 'apim-dns apply' would change.
        // docs/inventory.md describes every key.
        {
          // Marks the records that this inventory manages. Give each inventory its own owner.
          owner: "apim-dns",

          // The scheme of the hostnames: regional, v2, classic, or given for names of your own.
          // 'apim-dns discover --subscription ID' reads the real names from Azure.
          hostnames: "regional",

          // How long clients may cache an answer.
          ttl: "5m",

          instances: [
            // Replace 'name', 'region' and 'vip'. 'az apim show --name NAME --resource-group GROUP' prints name, location
            // and privateIPAddresses.
            { name: "contoso-apim", region: "westus", vip: "10.1.0.5" },
          ],

          backends: {
            // Zone files for BIND in this folder, with an include file for named.conf. Name your name servers. To use it, remove the slashes.
            // zones: {
            //   directory: "zones",
            //   nameServers: ["ns1.corp.example"],
            //   contact: "hostmaster@corp.example",
            //   // check: "named-checkzone {zone} {file}",
            //   // checkConfig: "named-checkconf",
            //   // reload: "rndc reconfig && rndc reload",
            // },

            // The hosts file of this machine, or those of other machines over ssh. To use it, remove the slashes.
            // hosts: {
            //   file: "/etc/hosts",
            //   // machines: ["azureuser@vm1.corp.example"],
            // },

            // Private zones in Azure. Replace the subscription, the resource group and the virtual network. To use it, remove the slashes.
            // azure: {
            //   subscription: "00000000-0000-0000-0000-000000000000",
            //   resourceGroup: "rg-dns",
            //   links: [
            //     { virtualNetwork: "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-network/providers/Microsoft.Network/virtualNetworks/vnet1" },
            //   ],
            // },
          },
        }

        """)
    let check = try await sandbox.run("check")
    #expect(check.output == "inventory OK: 1 instance, 2 hostnames\n")
    #expect(check.errors == "")
  }

  @Test("Options and backends replace the example") func options() async throws {
    let network = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet1"
    let result = try await sandbox.run(
      "init", "new/contoso.json5", "zones", "azure", "hosts", "--name", "Contoso-APIM", "--region", "China North 3",
      "--vip", "10.1.0.5", "--vip", "20.1.0.6", "--public-vip", "--cloud", "china", "--hostnames", "classic", "--ttl",
      "60",
      "--owner", "platform", "--subscription", "s", "--resource-group", "g", "--link", network)
    #expect(result.status == 1)
    #expect(
      result.errors.hasSuffix("/new: the folder does not exist. Create it, or give the path of another file.\n"),
      "\(result.errors)")
    try FileManager.default.createDirectory(atPath: sandbox.folder.path("new"), withIntermediateDirectories: true)
    let again = try await sandbox.run(
      "init", "new/contoso.json5", "zones", "azure", "hosts", "--name", "Contoso-APIM", "--region", "China North 3",
      "--vip", "10.1.0.5", "--vip", "20.1.0.6", "--public-vip", "--cloud", "china", "--hostnames", "classic", "--ttl",
      "60",
      "--owner", "platform", "--subscription", "s", "--resource-group", "g", "--link", network)
    #expect(
      again.errors
        == "wrote new/contoso.json5. Edit it, then run 'apim-dns check --inventory new/contoso.json5' and 'apim-dns plan "
        + "--inventory new/contoso.json5'.\n")
    let text = try sandbox.folder.text(of: "new/contoso.json5")
    for line in [
      "      owner: \"platform\",", "      cloud: \"china\",", "      hostnames: \"classic\",", "      ttl: \"60\",",
      "        { name: \"Contoso-APIM\", region: \"China North 3\", vip: [\"10.1.0.5\", \"20.1.0.6\"], publicVip: true },",
      "        zones: {", "        hosts: {", "        azure: {", "          subscription: \"s\",",
      "            { virtualNetwork: \"\(network)\" },",
    ] {
      #expect(text.contains("\n" + line.dropFirst(4) + "\n"), "\(line)")
    }
    #expect(!text.contains("Replace"))
    let check = try await sandbox.run("check", "-i", "new/contoso.json5")
    #expect(check.output == "inventory OK: 1 instance, 5 hostnames\n", "\(check.errors)")
    let plan = try await sandbox.run("plan", "zones", "-i", "new/contoso.json5")
    #expect(plan.status == 0)
  }

  @Test("A file is never replaced, not even an empty one") func existing() async throws {
    for text in ["", "mine"] {
      try sandbox.folder.write("apim-dns.json5", text: text)
      let result = try await sandbox.run("init")
      #expect(
        result.errors
          == "apim-dns: apim-dns.json5 already exists, and init never replaces a file. Use the name of a new file.\n")
      #expect(result.status == 3)
      #expect(try sandbox.folder.text(of: "apim-dns.json5") == text)
    }
    let printed = try await sandbox.run("init", "-", "--quiet")
    #expect(printed.output.hasPrefix("// The API Management instances"))
    #expect(printed.status == 0)
  }

  @Test("Options that an inventory cannot have are refused") func wrong() async throws {
    let region = try await sandbox.run("init", "--region", "westeurop", "--vip", "10.0.0")
    #expect(region.status == 64)
    #expect(
      region.errors.contains("apim-dns: --region: unknown region 'westeurop'. Did you mean 'westeurope'"),
      "\(region.errors)")
    #expect(region.errors.contains("--vip: '10.0.0' is not a valid IPv4 address."))
    let backend = try await sandbox.run("init", "host")
    #expect(backend.errors == "apim-dns: unknown backend 'host'. Did you mean 'hosts'?\n")
    let given = try await sandbox.run("init", "--hostnames", "given")
    #expect(
      given.errors
        == "apim-dns: --hostnames: 'given' needs the names of the instance, which only an inventory has. Use another "
        + "scheme, or an inventory.\n")
    #expect(!sandbox.folder.exists("apim-dns.json5"))
  }

  @Test("A command without an inventory names init, discover, and a file that may be the inventory")
  func hint() async throws {
    let message =
      "apim-dns: an inventory is required. Set --inventory or APIM_DNS_INVENTORY, put apim-dns.json5 into the working "
      + "folder, or describe one instance with --name, --region and --vip. To write an inventory, run 'apim-dns init', or "
      + "'apim-dns discover' to read your instances from Azure."
    let result = try await sandbox.run("plan", "hosts")
    #expect(result.errors == "\(message)\n")
    #expect(result.status == 64)
    for name in ["other.json", "inventory.json5"] { try sandbox.folder.write(name, text: "{}") }
    let near = try await sandbox.run("plan", "hosts")
    #expect(
      near.errors
        == "\(message) The working folder has 'inventory.json5'. If it is the inventory, add --inventory inventory.json5.\n"
    )
    try sandbox.folder.write("Apim-DNS.json", text: "{}")
    #expect(try await sandbox.run("check").errors.hasSuffix(" add --inventory Apim-DNS.json.\n"))
  }
}
