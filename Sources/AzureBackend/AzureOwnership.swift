import APIManagement
import DNSModel
public import Reconciliation
import ResourceManager

/// Takes over resources that already are as the inventory says, or gives them back; changes no value, only owner marks.
public struct AzureOwnership: RecordBackend {
  /// What happens to the owner marks.
  public enum Action: Hashable, Sendable {
    /// Marks record sets, zones and links that are as desired.
    case adopt
    /// Removes every mark of the owner, and leaves the resources as they are.
    case release
  }

  private let backend: AzureBackend
  private let action: Action

  /// Makes a plan of marks possible for a backend.
  ///
  /// - Parameters:
  ///   - backend: the access to Azure, with the owner.
  ///   - action: what happens to the owner marks.
  public init(_ backend: AzureBackend, _ action: Action) {
    self.backend = backend
    self.action = action
  }

  /// The resource ID of the resource group.
  public var target: String { backend.target }

  /// Reads the zones and finds the marks to add or remove.
  ///
  /// - Parameters:
  ///   - desiredState: the record sets to adopt; a release ignores it.
  ///   - policy: not used, because what cannot be adopted is a warning.
  /// - Returns: the plan, ready to apply. Its warnings name what is not adopted, and why.
  /// - Throws: ``BackendError`` if Azure cannot be read, or does not allow the desired state.
  public func plan(
    _ desiredState: DesiredState, onConflict policy: ConflictPolicy
  ) async throws(BackendError) -> PlannedWork {
    try await backend.planMarks(of: action == .adopt ? desiredState : nil)
  }
}

/// Compares the current state in Azure with the desired state, and plans only changes of owner marks.
struct AzureMarkPlanner {
  private let mark: OwnerMark

  /// The result.
  private(set) var builder: AzurePlanBuilder

  /// Plans to mark the resources that are as desired.
  ///
  /// - Parameters:
  ///   - wanted: the desired zones with their record sets.
  ///   - remote: the zones of the resource group.
  ///   - settings: the virtual networks to link, the zones that stay unmanaged, and the owner.
  ///   - root: the path prefix of the provider's resources, for messages.
  init(adopting wanted: [Zone], in remote: [RemoteZone], _ settings: AzureBackendSettings, root: String) {
    mark = OwnerMark(owner: settings.owner)
    builder = AzurePlanBuilder(mark: mark, root: root, onConflict: .refuse)
    let found = Dictionary(remote.map { ($0.origin, $0) }, uniquingKeysWith: { first, _ in first })
    for zone in wanted.sorted(by: { $0.origin < $1.origin }) {
      guard let remote = found[zone.origin] else {
        note(listed(zone.recordSets.map { "'\($0.name)'" }), "the resource group has no zone '\(zone.origin)'")
        continue
      }
      builder.begin(zone.origin)
      let owners = Set(remote.recordSets.compactMap { OwnerMark.owner(on: $0.wire.properties?.metadata) })
      let adopted = zone.recordSets.filter { adopt($0, in: remote) }
      if !settings.unmanagedZones.contains(zone.origin),
        !AzureBackendSettings.privateLinkZones.contains(zone.origin), !adopted.isEmpty,
        owners.subtracting([settings.owner.identifier]).isEmpty
      {
        adopt(remote, settings.links ?? [])
      }
    }
  }

  /// Plans to remove every mark of the owner.
  ///
  /// - Parameters:
  ///   - remote: the zones of the resource group.
  ///   - owner: the owner.
  ///   - root: the path prefix of the provider's resources, for messages.
  init(releasing remote: [RemoteZone], of owner: Owner, root: String) {
    mark = OwnerMark(owner: owner)
    builder = AzurePlanBuilder(mark: mark, root: root, onConflict: .refuse)
    for zone in remote.sorted(by: { $0.origin < $1.origin }) {
      builder.begin(zone.origin)
      if mark.isOn(zone.wire.tags) { builder.mark(zone, isAdded: false) }
      for link in zone.links where mark.isOn(link.tags) { builder.mark(link, in: zone.origin, isAdded: false) }
      for set in zone.recordSets where set.isManaged(by: mark) {
        builder.mark(set, in: zone.origin, isAdded: false)
      }
    }
  }

  /// Plans to mark a zone and its links.
  private mutating func adopt(_ zone: RemoteZone, _ networks: [ResourceID]) {
    let name = "zone '\(zone.origin)'"
    if mayBeMarked(name, zone.wire.tags) { builder.mark(zone, isAdded: true) }
    for network in networks {
      guard let link = zone.links.first(where: { $0.references(network) }), !mark.isOn(link.tags) else { continue }
      let linkName = "link '\(link.name ?? "")' of \(name)"
      guard link.properties?.registrationEnabled != true else {
        note(linkName, "it registers virtual machines automatically")
        continue
      }
      if let drift = Drift(link) {
        note(linkName, "it has \(drift.before.contents.joined(separator: ", "))")
        continue
      }
      if mayBeMarked(linkName, link.tags) { builder.mark(link, in: zone.origin, isAdded: true) }
    }
  }

  /// Plans to mark a record set.
  ///
  /// - Returns: whether it has the mark already, or gets it.
  private mutating func adopt(_ set: RecordSet, in zone: RemoteZone) -> Bool {
    let name = "'\(set.name)'"
    guard let relative = set.name.relative(to: zone.origin),
      let current = zone.recordSets.first(where: { $0.name == relative && $0.type == "A" })
    else {
      note(name, "zone '\(zone.origin)' has no A record of this name")
      return false
    }
    guard current.holds(set) else {
      note(name, "it holds \(current.value.summary), and the inventory has \(set.value.summary)")
      return false
    }
    guard !current.isAutoRegistered else {
      note(name, "Azure registered it for a virtual machine")
      return false
    }
    guard !mark.isOn(current.wire.properties?.metadata) else {
      builder.countUnchanged()
      return true
    }
    guard mayBeMarked(name, current.wire.properties?.metadata) else { return false }
    builder.mark(current, in: zone.origin, isAdded: true)
    return true
  }

  /// Whether entries have no mark and no value that the mark would replace; notes why not.
  private mutating func mayBeMarked(_ name: String, _ entries: [String: String]?) -> Bool {
    if mark.isOn(entries) { return false }
    if let owner = OwnerMark.owner(on: entries) {
      note(name, "it is managed by the owner '\(owner)'")
      return false
    }
    // Azure compares the names of tags without case.
    let taken = (entries ?? [:]).filter { ["managedby", "owner"].contains($0.key.lowercased()) }
    guard let entry = taken.min(by: { $0.key < $1.key }) else { return true }
    note(name, "its tag or metadata '\(entry.key)' has the value '\(entry.value)', which the owner mark would replace")
    return false
  }

  /// Notes resources that are not adopted.
  private mutating func note(_ name: String, _ reason: String) {
    builder.warn("\(name) not adopted: \(reason)")
  }
}
