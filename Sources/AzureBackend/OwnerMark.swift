import Reconciliation

/// By what we know our own: two entries in a record set's metadata, or in the tags of a zone or a link.
struct OwnerMark: Hashable, Sendable {
  /// Whose mark it is.
  let owner: Owner

  private static let program = "apim-dns"

  /// Whether the mark is there.
  func isOn(_ entries: [String: String]?) -> Bool {
    entries?["managedBy"] == Self.program && entries?["owner"] == owner.identifier
  }

  /// All entries that are there, and the mark.
  func added(to entries: [String: String]? = nil) -> [String: String] {
    var entries = entries ?? [:]
    entries["managedBy"] = Self.program
    entries["owner"] = owner.identifier
    return entries
  }

  /// The other owner whose mark is there, where there is one.
  static func owner(on entries: [String: String]?) -> String? {
    entries?["managedBy"] == program ? entries?["owner"] : nil
  }
}
