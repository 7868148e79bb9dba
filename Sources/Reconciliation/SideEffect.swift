/// Something that a run writes or runs beside the changes of its plan.
///
/// Changes are about record sets, and about what no record set stands for. What goes with them, such as the reload of a name
/// server, is a side effect: the plan shows it, and a saved plan holds only while it is the same.
public struct SideEffect: Hashable, Sendable {
  /// What sort of side effect it is.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// The SOA and NS records of each zone file that is created.
    case apex
    /// The catalog zone, which lists all zones.
    case catalog
    /// The file that `named.conf` includes.
    case include
    /// The command that checks each zone file before it is put in place.
    case check
    /// The command that makes the name server load the new files.
    case reload
  }

  /// What sort of side effect it is.
  public let kind: Kind
  /// What happens to a file; nil for a command, and for what goes into several files.
  public let action: Change.Action?
  /// The name of the file or zone; nil where there is none.
  public let name: String?
  /// What is written, in parts, or the command.
  public let contents: [String]

  /// Makes a side effect.
  package init(_ kind: Kind, _ action: Change.Action? = nil, name: String? = nil, contents: [String]) {
    self.kind = kind
    self.action = action
    self.name = name
    self.contents = contents
  }
}
