import APIManagement
import FileReplacement
import Inventory

/// Finds the inventory that a command line means, and reads it.
struct InventorySource {
  private let arguments: Arguments
  private let environment: [String: String]
  private let console: Console

  /// Takes what decides where the inventory is.
  init(_ arguments: Arguments, environment: [String: String], console: Console) {
    self.arguments = arguments
    self.environment = environment
    self.console = console
  }

  /// What an inventory is read from.
  enum Origin {
    /// The text of a file, by the name that the user gave it.
    case text([UInt8], file: String)
    /// Options that name one instance.
    case instance(InstanceOptions)
  }

  /// Reads the inventory, right or wrong.
  ///
  /// - Parameters:
  ///   - origin: what it is read from.
  ///   - answers: what Azure says about the instances that it names by their resource IDs.
  /// - Returns: the inventory, or all that is wrong with it.
  func reading(of origin: Origin, answers: [ResourceID: Instance] = [:]) -> InventoryReading {
    let options = InventoryOptions(
      owner: arguments.value(.owner), cloud: arguments.value(.cloud), ttl: arguments.value(.ttl),
      hostnames: arguments.value(.hostnames))
    switch origin {
    case .text(let bytes, let file): return Inventory.read(bytes: bytes, file: file, options: options, answers: answers)
    case .instance(let instance): return Inventory.of(instance, options: options)
    }
  }

  /// Finds what the inventory is to be read from.
  ///
  /// - Throws: ``Failure`` where there is none, or it cannot be read at all.
  func origin() throws(Failure) -> Origin {
    let isOneInstance = [.name, .region, .vip, .allowUnknownRegion].contains { arguments.has($0) }
    guard arguments.command == .discover || !isOneInstance else {
      guard !arguments.has(.inventory) else {
        throw Failure(.usage, "--inventory and --name, --region, --vip exclude each other; use one of the two ways")
      }
      let instance = InstanceOptions(
        name: arguments.value(.name), region: arguments.value(.region), virtualIPs: arguments.all(.vip) ?? [],
        allowsUnknownRegion: arguments.has(.allowUnknownRegion))
      return .instance(instance)
    }
    guard let path = namedPath() else {
      // What is discovered may be on its way into the very file that is read by default.
      if arguments.command != .discover, let bytes = try trustedBytes(of: Self.usual) {
        return .text(bytes, file: Self.usual)
      }
      // To take out what is ours, our mark is enough to know; credentials and Azure itself need no inventory at all.
      let needsNone = arguments.command == .auth || arguments.command == .discover
      guard needsNone || (arguments.command == .remove && arguments.has(.owner)) else {
        throw Failure(
          .usage,
          "no inventory: name one with --inventory or APIM_DNS_INVENTORY, put apim-dns.json5 into this folder, or give one "
            + "instance with --name, --region and --vip"
            + (arguments.command == .remove ? ", or only the owner with --owner" : ""))
      }
      return .text(Array("{}".utf8), file: "")
    }
    guard path != "-" else {
      return .text(try PipedInput.bytes(of: "inventory", upTo: Self.limit), file: PipedInput.name)
    }
    guard !arguments.replayed.contains(.inventory) else {
      guard let bytes = try trustedBytes(of: path) else { throw missing(path) }
      return .text(bytes, file: path)
    }
    console.trace("reading \(path)")
    return .text(try bytes(of: path), file: path)
  }

  /// The inventory's path, where somebody named one.
  private func namedPath() -> String? {
    if arguments.command == .discover { return arguments.value(.compare) }
    if let path = arguments.value(.inventory) { return path }
    if let path = environment["APIM_DNS_INVENTORY"], !path.isEmpty { return path }
    return nil
  }

  /// How much of an inventory is read: more than two million instances.
  private static let limit = ReadLimit(mebibytes: 256)

  /// The inventory that nobody has to name, and so no pipe: nobody would know who writes into it.
  private static let usual = "apim-dns.json5"

  /// Reads an inventory that nobody typed: the one in the working folder, or the one that a saved plan names.
  ///
  /// Root takes only what nobody else has a hand in, but the user who called sudo.
  ///
  /// - Returns: nil where there is no file.
  private func trustedBytes(of path: String) throws(Failure) -> [UInt8]? {
    let (user, group) = (environment["SUDO_UID"], environment["SUDO_GID"])
    let users = TrustedUsers(besidesRoot: user.flatMap { UInt32($0) }, group.flatMap { UInt32($0) })
    do throws(FileError) {
      let file = try FileSnapshot(of: path, upTo: Self.limit, from: users)
      guard file.exists else { return nil }
      console.trace("reading \(path)")
      return file.bytes
    } catch {
      guard error.code == .untrusted else { throw Failure(.usage, "cannot read the inventory: \(error)") }
      let place = path == Self.usual ? "\(path) in this folder" : path
      throw Failure(
        .usage,
        "\(place) could name commands for root to run, and is not root's alone: \(error); give it as "
          + "'--inventory \(path)' if you trust it")
    }
  }

  /// Reads the inventory that somebody named.
  private func bytes(of path: String) throws(Failure) -> [UInt8] {
    if let bytes = try PipedInput.bytes(of: "inventory", pipedTo: path, upTo: Self.limit) { return bytes }
    do throws(FileError) {
      let file = try FileSnapshot(of: path, upTo: Self.limit)
      if file.exists { return file.bytes }
    } catch {
      throw Failure(.usage, "cannot read the inventory: \(error)")
    }
    throw missing(path)
  }

  private func missing(_ path: String) -> Failure {
    Failure(.usage, "cannot read the inventory: there is no file \(path); name another")
  }

  /// Takes an inventory without an error in it; its warnings go to stderr.
  ///
  /// - Throws: ``Failure`` with everything that is wrong with it.
  func accept(_ reading: InventoryReading) throws(Failure) -> Inventory {
    guard let inventory = reading.inventory else {
      let isFromFile = if case .position? = reading.problems.first?.place { true } else { false }
      throw Failure(.usage, reading.report, namesItsPlace: isFromFile)
    }
    if !reading.problems.isEmpty { console.remark(reading.report) }
    return inventory
  }
}
