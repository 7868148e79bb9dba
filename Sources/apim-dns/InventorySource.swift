import APIManagement
import Diagnostics
import FileReplacement
import Inventory

/// Finds and reads the inventory of a command line.
struct InventorySource {
  private let arguments: Arguments
  private let environment: [String: String]
  private let console: Console

  init(_ arguments: Arguments, environment: [String: String], console: Console) {
    self.arguments = arguments
    self.environment = environment
    self.console = console
  }

  /// The source of an inventory.
  enum Origin {
    /// The text of a file, with the path as the user wrote it.
    case text([UInt8], file: String)
    /// Options that describe one instance.
    case instance(InstanceOptions)
  }

  /// Reads the inventory, valid or not.
  ///
  /// - Parameters:
  ///   - origin: the source of the inventory.
  ///   - answers: the instances that Azure reports for resource IDs.
  /// - Returns: the inventory, or the problems in it.
  func reading(of origin: Origin, answers: [ResourceID: Instance] = [:]) -> InventoryReading {
    let options = InventoryOptions(
      owner: arguments.value(.owner), cloud: arguments.value(.cloud), ttl: arguments.value(.ttl),
      hostnames: arguments.value(.hostnames), endpoints: arguments.value(.endpoints),
      isForCheck: arguments.command == .check,
      keepsPositions: arguments.has(.compareInstances) || arguments.has(.azure))
    switch origin {
    case .text(let bytes, let file): return Inventory.read(bytes: bytes, file: file, options: options, answers: answers)
    case .instance(let instance): return Inventory.of(instance, options: options)
    }
  }

  /// Finds the source of the inventory, and reads its text.
  ///
  /// - Throws: ``Failure`` if there is none, or it cannot be read.
  func origin() throws(Failure) -> Origin {
    let isOneInstance = [.name, .region, .vip, .allowUnknownRegion, .publicVip].contains { arguments.has($0) }
    guard arguments.command == .discover || !isOneInstance else {
      guard !arguments.has(.inventory) else {
        throw Failure(
          .usage,
          "--inventory and --name, --region or --vip cannot be used together. Use an inventory, or the options of one "
            + "instance."
        )
      }
      let instance = InstanceOptions(
        name: arguments.value(.name), region: arguments.value(.region), virtualIPs: arguments.all(.vip) ?? [],
        allowsUnknownRegion: arguments.has(.allowUnknownRegion), allowsPublicAddresses: arguments.has(.publicVip))
      return .instance(instance)
    }
    guard let path = namedPath() else {
      // The output of discover may be going into the default file.
      if arguments.command != .discover, let bytes = try trustedBytes(of: Self.defaultPath) {
        return .text(bytes, file: Self.defaultPath)
      }
      // To remove records, the owner is enough; auth and discover need no inventory.
      let needsNone = arguments.command == .auth || arguments.command == .discover
      let isForOwnerAlone = arguments.command?.isForOwnerAlone == true
      guard needsNone || (isForOwnerAlone && arguments.has(.owner)) else {
        throw Failure(
          .usage,
          "an inventory is required. Set --inventory or APIM_DNS_INVENTORY, put apim-dns.json5 into the working "
            + "folder, or describe one instance with --name, --region and "
            + "--vip. \(isForOwnerAlone ? "Or set --owner alone." : "To write an inventory, run 'apim-dns init', or 'apim-dns discover' to read your instances from Azure.")\(nearMiss)"
        )
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

  /// The inventory's path; nil if none is set.
  private func namedPath() -> String? {
    if arguments.command == .discover { return arguments.value(.compare) }
    if let path = arguments.value(.inventory) { return path }
    if let path = environment["APIM_DNS_INVENTORY"], !path.isEmpty { return path }
    return nil
  }

  private static let endsEarly = "a syntax error hides other problems. Correct it, then check again."

  /// A file of the working folder that may be the inventory, in a sentence that follows the message that there is none.
  private var nearMiss: String {
    let names = (try? Folder(".").fileNames(endingIn: "")) ?? []
    guard
      let name = names.first(where: { name in
        let word = name.lowercased()
        return word.hasSuffix(".json5") || ["apim-dns.json", "apim-dns.jsonc", "inventory.json"].contains(word)
      })
    else { return "" }
    let printable = PrintableText.escaped(name)
    return
      " The working folder has '\(printable)'. If it is the inventory, add --inventory \(Arguments.shellWord(printable))."
  }

  /// The maximum size of an inventory: more than two million instances.
  private static let limit = ReadLimit(mebibytes: 256)

  /// The inventory that is read if none is set.
  static let defaultPath = "apim-dns.json5"

  /// Reads an inventory that is not typed: the one in the working folder, or the one that a saved plan names.
  ///
  /// For root, only root and the user who called sudo may be able to change it.
  ///
  /// - Returns: nil if there is no file.
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
      let place = path == Self.defaultPath ? "\(path) in the working folder" : path
      throw Failure(
        .usage,
        "\(place) can set commands that root runs, and other users can change it: \(error). If you trust it, use "
          + "'--inventory \(path)'.")
    }
  }

  /// Reads an inventory that is typed.
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
    Failure(.usage, "cannot read the inventory: \(path) does not exist. Correct the path.")
  }

  /// The inventory of a reading without errors; warnings go to stderr.
  ///
  /// - Throws: ``Failure`` with all problems if there is an error.
  func accept(_ reading: InventoryReading) throws(Failure) -> Inventory {
    guard let inventory = reading.inventory else {
      let isFromFile = if case .position? = reading.problems.first?.origin { true } else { false }
      // Only check promises every problem.
      let rest = reading.endsEarly && arguments.command == .check ? "\n\(Self.endsEarly)" : ""
      throw Failure(.usage, reading.report + rest, startsWithPosition: isFromFile)
    }
    if !reading.problems.isEmpty { console.printNote(reading.report) }
    return inventory
  }
}
