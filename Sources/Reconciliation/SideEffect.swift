/// Something that a run writes or runs besides the changes of its plan, such as the reload of a name server.
///
/// The plan shows it, and a saved plan is valid only while its side effects stay the same.
public struct SideEffect: Hashable, Sendable {
  /// The kind of file or command.
  public enum Kind: String, CaseIterable, Hashable, Sendable {
    /// The SOA and NS records of each zone file that is created.
    case apex
    /// The catalog zone, which lists all zones.
    case catalog
    /// The file that `named.conf` includes.
    case include
    /// The command that checks each zone file before it is put in place.
    case check
    /// The command that checks the name server's configuration once the files are in place.
    case checkConfig = "check-config"
    /// The command that makes the name server load the new files.
    case reload
  }

  /// The kind of file or command.
  public let kind: Kind
  /// What happens to the file; nil for a command, and for contents of several files.
  public let action: Change.Action?
  /// The name of the file or zone; nil if there is none.
  public let name: String?
  /// The contents, in parts, or the command.
  public let contents: [String]

  package init(_ kind: Kind, _ action: Change.Action? = nil, name: String? = nil, contents: [String]) {
    self.kind = kind
    self.action = action
    self.name = name
    self.contents = contents
  }
}
