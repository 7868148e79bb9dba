/// What the program can be told to do.
enum Command: String, CaseIterable {
  case records
  case check
  case plan
  case apply
  case remove
  case verify
  case discover
  case auth
  case completions
  case help

  /// What the command does, for the list of commands.
  var summary: String {
    switch self {
    case .records: "derive the hostnames and print the A records"
    case .check: "read the inventory and report every mistake in it"
    case .plan: "show what apply would change"
    case .apply: "make the records what the inventory says"
    case .remove: "take out what this owner put in, and nothing else"
    case .verify: "ask DNS for every name and compare with the inventory"
    case .discover: "read hostnames and addresses of instances from Azure"
    case .auth: "say which Azure credential would be used"
    case .completions: "print completions for a shell"
    case .help: "print this, or the help of a command"
    }
  }

  /// Whether it has Azure say what the hostnames of instances are that the inventory names by their resource IDs.
  var asksAzureForInstances: Bool { [.records, .plan, .apply, .verify].contains(self) }

  /// Whether the names of backends may follow.
  var takesBackends: Bool { [.plan, .apply, .remove].contains(self) }

  /// What stands behind the command's name in its usage line; nothing where nothing may.
  var operandPlaceholder: String? {
    switch self {
    case .plan, .apply, .remove: "zones|hosts|azure ..."
    case .completions: "bash|zsh|fish"
    case .help: "COMMAND"
    case .records, .check, .verify, .discover, .auth: nil
    }
  }

  /// A command line that shows it at work.
  var example: String {
    switch self {
    case .records: "apim-dns records --name contoso-apim --region westus --vip 10.1.0.5"
    case .check: "apim-dns check --inventory contoso.json5"
    case .plan: "apim-dns plan hosts --name contoso-apim --region westus --vip 10.1.0.5"
    case .apply: "apim-dns apply zones --inventory contoso.json5"
    case .remove: "apim-dns remove hosts --owner contoso-platform"
    case .help: "apim-dns help apply"
    case .completions: "source <(apim-dns completions bash)"
    case .auth: "apim-dns auth --subscription 00000000-0000-0000-0000-000000000000"
    case .verify: "apim-dns verify --inventory contoso.json5 --server 10.0.0.4 --wait 5m"
    case .discover: "apim-dns discover --subscription 00000000-0000-0000-0000-000000000000"
    }
  }
}
