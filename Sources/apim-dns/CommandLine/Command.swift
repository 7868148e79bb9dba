/// A command of the program.
enum Command: String, CaseIterable {
  case records
  case check
  case plan
  case apply
  case remove
  case renameOwner = "rename-owner"
  case adopt
  case release
  case verify
  case discover
  case initialize = "init"
  case auth
  case completions
  case help

  /// The description of the command in help screens.
  var summary: String {
    switch self {
    case .records: "derive the hostnames and print the A records"
    case .check: "check the inventory and report all problems"
    case .plan: "show what apply would change"
    case .apply: "create, update and delete records to match the inventory"
    case .remove: "remove all records of this owner, and nothing else"
    case .renameOwner: "give the records of one owner to another owner"
    case .adopt: "mark what already is as the inventory says, in Azure"
    case .release: "remove the owner marks in Azure, and nothing else"
    case .verify: "query DNS for every hostname, and connect to each address"
    case .discover: "read hostnames and addresses of instances from Azure"
    case .initialize: "write a commented inventory (default apim-dns.json5)"
    case .auth: "show which Azure credential is used"
    case .completions: "print shell completions"
    case .help: "print help for the program, a command or a topic"
    }
  }

  /// Whether it reads the instances that the inventory names by resource ID from Azure.
  var asksAzureForInstances: Bool { [.records, .plan, .apply, .adopt, .verify].contains(self) }

  /// Whether its operands are backends.
  var takesBackends: Bool { self == .plan || self == .initialize || writes }

  /// Whether it changes the targets of its backends.
  var writes: Bool { [.apply, .remove, .renameOwner].contains(self) || changesMarks }

  /// Whether a signal makes it report what it did, instead of ending it at once.
  var reportsInterruption: Bool { self == .plan || self == .verify || writes }

  /// Whether it changes only owner marks, which only Azure has apart from the records.
  var changesMarks: Bool { [.adopt, .release].contains(self) }

  /// Whether the safety limits apply: a removal says itself what it deletes, and owner marks change no value.
  var isLimited: Bool { ![.remove, .renameOwner].contains(self) && !changesMarks }

  /// Whether it is about everything of the owner, so that it needs no instance.
  var isForOwnerAlone: Bool { [.remove, .renameOwner, .release].contains(self) }

  /// The operands in the usage line.
  var operandPlaceholders: [String] {
    switch self {
    case .plan, .apply, .remove: ["zones|hosts|azure ..."]
    case .renameOwner: ["OLD", "NEW", "zones|hosts ..."]
    case .adopt, .release: ["azure"]
    case .initialize: ["FILE", "zones|hosts|azure ..."]
    case .completions: ["bash|zsh|fish"]
    case .help: ["COMMAND|TOPIC"]
    case .records, .check, .verify, .discover, .auth: []
    }
  }

  /// An example command line.
  var example: String {
    switch self {
    case .records: "apim-dns records --name contoso-apim --region westus --vip 10.1.0.5"
    case .check: "apim-dns check --inventory contoso.json5"
    case .plan: "apim-dns plan hosts --name contoso-apim --region westus --vip 10.1.0.5"
    case .apply: "apim-dns apply zones --inventory contoso.json5"
    case .remove: "apim-dns remove hosts --owner contoso-platform"
    case .renameOwner: "apim-dns rename-owner apim-dns contoso-platform zones hosts"
    case .adopt: "apim-dns adopt azure --inventory contoso.json5"
    case .release: "apim-dns release azure --inventory contoso.json5"
    case .help: "apim-dns help apply"
    case .completions: "source <(apim-dns completions bash)"
    case .auth: "apim-dns auth --subscription 00000000-0000-0000-0000-000000000000"
    case .initialize: "apim-dns init hosts --name contoso-apim --region westus --vip 10.1.0.5"
    case .verify: "apim-dns verify --inventory contoso.json5 --server 10.0.0.4 --wait 5m"
    case .discover: "apim-dns discover --subscription 00000000-0000-0000-0000-000000000000"
    }
  }
}
