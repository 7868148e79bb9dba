/// A help topic other than a command.
enum Guide: String, CaseIterable {
  case inventory
  case machines
  case exitCodes = "exit-codes"

  /// Finds a topic by its name; the words of a name can be typed apart, as in `help exit codes`.
  init?(firstWord word: String) {
    guard let guide = Self.allCases.first(where: { $0.rawValue == word || $0.words.first == word }) else { return nil }
    self = guide
  }

  /// The words of the name.
  var words: [String] { rawValue.split(separator: "-").map(String.init) }

  /// The text of the topic, at most 80 columns wide.
  var text: String {
    switch self {
    case .inventory:
      """
      The inventory is a JSON5 file that names the instances and the backends:

        {
          owner: "contoso-platform",
          hostnames: "regional",
          instances: [
            { name: "contoso-apim", region: "westus", vip: "10.1.0.5" },
          ],
          backends: {
            zones: {
              directory: "zones",
              nameServers: ["ns1.corp.example"],
              contact: "hostmaster@corp.example",
            },
            hosts: { file: "/etc/hosts" },
          },
        }

      It is looked for in this order: --inventory FILE, the variable
      APIM_DNS_INVENTORY, apim-dns.json5 in the working folder. Without a file,
      --name, --region and --vip describe one instance.

      Relative paths in the file start at its own folder. An option of the command
      line wins over the file. Owner marks say what belongs to an owner. To change
      the owner, run 'apim-dns rename-owner OLD NEW', then change the file.

      'apim-dns init' writes an inventory with comments, 'apim-dns discover' reads
      one from Azure, and 'apim-dns check' reports its mistakes.

      """
    case .machines:
      """
      The hosts files of other machines are changed over ssh. Nothing is installed
      there:

        apim-dns apply hosts --machine azureuser@vm1 --machine vm2:2222

      or, in the inventory, backends: { hosts: { machines: ["azureuser@vm1"] } }.

      A machine is [USER@]HOST[:PORT]; an IPv6 address is in brackets. ssh uses your
      configuration, keys and known hosts, and never asks for a password. The user
      must be root, or able to run sh with sudo without a password.

      --parallel N    machines at once (default 8); fewer behind one bastion
      --timeout TIME  limit for each connection (default 2m)
      --reload 'CMD'  runs on each machine whose file changed, as root

      A machine that fails does not stop the others: it is named, and the run ends
      with 1. 'apim-dns apply hosts --print-script' prints a script for a machine
      that ssh cannot reach.

      """
    case .exitCodes:
      """
      0   done. plan --detailed-exitcode: nothing to change. verify: all is as the
          inventory says.
      1   failed, or some changes failed. Each one is named, and the others are made.
          verify: a server refused or did not answer.
      2   plan --detailed-exitcode: there are changes. verify and discover --compare:
          something differs.
      3   refused before any change: data of others, a safety limit, or a saved plan
          that is out of date. Nothing was written.
      64  invalid usage or inventory. Nothing was written.

      """
    }
  }
}
