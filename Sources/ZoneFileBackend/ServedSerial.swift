public import DNSModel
public import Reconciliation

/// What the server that serves a zone says about the zone's serial.
public enum ServedSerial: Hashable, Sendable {
  /// It serves the zone with this serial.
  case serial(UInt32)
  /// It has no such zone.
  case noZone
  /// It refuses to answer, as many servers do for a zone that they do not have; the text says who refused what.
  case refused(String)

  /// Asks for the serial of a zone; an error where there is no answer.
  public typealias Lookup = @Sendable (DomainName) throws(BackendError) -> ServedSerial
}

extension ServedSerial {
  /// The serial that the next version of a zone must lie above: the file's, or the served one where that is further on.
  ///
  /// A server's serial runs ahead of the file's where the server signs the zone or takes updates of it, and where the file
  /// was lost.
  ///
  /// - Parameters:
  ///   - zone: the name of the zone.
  ///   - present: the serial of the file; nothing for a new file.
  ///   - lookup: asks for the served one; without it, only the file counts.
  /// - Returns: nothing where there is no serial yet.
  /// - Throws: ``BackendError`` when the server does not say.
  static func newest(
    of zone: DomainName, file present: SerialNumber?, asking lookup: Lookup?
  ) throws(BackendError) -> SerialNumber? {
    guard let lookup else { return present }
    switch try lookup(zone) {
    case .noZone: return present
    case .refused(let reason):
      // A zone without a file is one that the server does not know yet.
      guard present != nil else { return nil }
      throw BackendError(
        .failed,
        "the serial of \(zone) that is served is not known, so nothing was replaced: \(reason); name a server that "
          + "serves it, or leave out --serial-from")
    case .serial(let number):
      let served = SerialNumber(number: number)
      guard let present, !present.isBelow(served) else { return served }
      return present
    }
  }
}
