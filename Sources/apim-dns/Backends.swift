import APIManagement
import DNSModel
import Inventory
import Reconciliation

/// Makes the backends that a run is about; an option of the command line wins over the inventory.
struct Backends {
  let arguments: Arguments
  let inventory: Inventory
  let environment: [String: String]
  /// Hears how far long work has come.
  let progress: (any ProgressMeter)?

  /// Takes what the backends are made from.
  init(
    _ arguments: Arguments, _ inventory: Inventory, environment: [String: String], progress: (any ProgressMeter)? = nil
  ) {
    self.arguments = arguments
    self.inventory = inventory
    self.environment = environment
    self.progress = progress
  }

  /// The backends that the command line names, else those that the inventory configures.
  ///
  /// - Throws: ``Failure`` when there are none.
  func kinds() throws(Failure) -> [BackendKind] {
    guard arguments.backends.isEmpty else { return arguments.backends }
    let configured: [BackendKind: Bool] = [
      .zones: inventory.backends.zones != nil, .hosts: inventory.backends.hosts != nil,
      .azure: inventory.backends.azure != nil,
    ]
    let kinds = BackendKind.allCases.filter { configured[$0] == true }
    guard !kinds.isEmpty else {
      throw Failure(
        .usage,
        "no backend: name zones, hosts or azure behind the command, or configure one under backends in the inventory")
    }
    return kinds
  }

  /// Makes the backends of one kind, one for each place: several where the hosts files of several machines are meant.
  ///
  /// - Throws: ``Failure`` when a setting is missing or wrong.
  func make(_ kind: BackendKind) throws(Failure) -> [any RecordBackend] {
    do throws(BackendError) {
      switch kind {
      case .zones: return [try zones()]
      case .hosts: return try hosts()
      case .azure: return [try azure()]
      }
    } catch {
      throw Failure(error)
    }
  }

  /// How record sets are spread over zones, where the command line says so.
  func layout() throws(BackendError) -> ZoneLayout? {
    try choice(.layout, of: ZoneLayout.self, called: "layout")
  }

  /// The value of an option, put through the rule that the inventory's setting of that name is put through.
  func option<Value>(
    _ name: Option.Name, _ rule: (String) throws(InvalidSetting) -> Value
  ) throws(BackendError) -> Value? {
    guard let text = arguments.value(name) else { return nil }
    return try checked(text, of: name, rule)
  }

  /// The value of an option that takes one of a few words.
  func choice<Value: RawRepresentable<String> & CaseIterable>(
    _ name: Option.Name, of type: Value.Type, called noun: String
  ) throws(BackendError) -> Value? {
    try option(name) { text throws(InvalidSetting) in try SettingRule.choice(text, of: type, called: noun) }
  }

  /// A value, put through a rule.
  func checked<Value>(
    _ text: String, of name: Option.Name, _ rule: (String) throws(InvalidSetting) -> Value
  ) throws(BackendError) -> Value {
    do throws(InvalidSetting) {
      return try rule(text)
    } catch {
      throw BackendError(.badSettings, "\(name.flag): \(error)")
    }
  }
}
