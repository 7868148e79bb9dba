public import DNSModel
public import Reconciliation

/// What a name server answers when it is asked for the serial of a zone.
public enum ServedSerial: Hashable, Sendable {
  /// The server serves the zone with this serial.
  case serial(UInt32)
  /// The server does not have the zone.
  case noZone
  /// The server refuses to answer, as many do for a zone that they do not have. The text is the reason, without a full stop.
  case refused(String)

  /// Asks for the serial of a zone; throws if there is no answer.
  public typealias Lookup = @Sendable (DomainName) throws(BackendError) -> ServedSerial
}

extension ServedSerial {
  /// The serial that the next serial of a zone must exceed: that of the file or the served one, whichever is greater.
  ///
  /// The served serial is greater if the server signs the zone, accepts dynamic updates for it, or if the file was lost.
  ///
  /// - Parameters:
  ///   - zone: the name of the zone.
  ///   - present: the serial of the file; nil for a new file.
  ///   - lookup: asks for the served serial; nil if only the file counts.
  /// - Returns: the serial; nil if the zone has none yet.
  /// - Throws: ``BackendError`` if the server does not answer, or refuses to answer for a zone that has a file.
  static func newest(
    of zone: DomainName, file present: SerialNumber?, asking lookup: Lookup?
  ) throws(BackendError) -> SerialNumber? {
    guard let lookup else { return present }
    switch try lookup(zone) {
    case .noZone: return present
    case .refused(let reason):
      // The server does not know a new zone yet.
      guard present != nil else { return nil }
      throw BackendError(
        .failed,
        "cannot query the serial of \(zone): \(reason). Nothing was replaced. Set --serial-from to a server that "
          + "serves the zone, or leave it out.")
    case .serial(let number):
      let served = SerialNumber(number: number)
      guard let present, !present.isLess(than: served) else { return served }
      return present
    }
  }
}
