public import APIManagement
public import DNSModel
public import Reconciliation

extension SettingRule {
  /// Takes the mark of an owner.
  ///
  /// - Parameter text: the mark as somebody wrote it.
  /// - Returns: the owner.
  /// - Throws: ``InvalidSetting``.
  public static func owner(_ text: String) throws(InvalidSetting) -> Owner {
    if let owner = Owner(text) { return owner }
    throw InvalidSetting("\(PrintableText.quoted(text)) is no owner: use 1 to 63 letters, digits, '-', '_' and '.'")
  }

  /// Takes a time to live.
  ///
  /// - Parameter text: seconds, or a number with one of the units s, m, h, d.
  /// - Returns: the time.
  /// - Throws: ``InvalidSetting``.
  public static func ttl(_ text: String) throws(InvalidSetting) -> TimeToLive {
    if let ttl = TimeToLive(text) { return ttl }
    throw noTTL(PrintableText.quoted(text))
  }

  /// Takes a time to live that is written as a number.
  ///
  /// - Parameter number: the seconds.
  /// - Returns: the time.
  /// - Throws: ``InvalidSetting``.
  static func ttl(_ number: Double) throws(InvalidSetting) -> TimeToLive {
    if let seconds = Int(exactly: number), let ttl = TimeToLive(seconds: seconds) { return ttl }
    throw noTTL(written(number))
  }

  /// A number as a message repeats it.
  static func written(_ number: Double) -> String { Int(exactly: number).map { "\($0)" } ?? "\(number)" }

  /// The error about what is no time to live.
  private static func noTTL(_ written: String) -> InvalidSetting {
    InvalidSetting("\(written) is no TTL: use 1 to 2147483647 seconds, or a text such as 30s, 5m, 2h or 1d")
  }

  /// Takes the name of an instance.
  ///
  /// - Parameter text: the name as somebody wrote it, in any case.
  /// - Returns: the name.
  /// - Throws: ``InvalidSetting``.
  public static func instanceName(_ text: String) throws(InvalidSetting) -> InstanceName {
    if let name = InstanceName(text) { return name }
    throw InvalidSetting(
      "\(PrintableText.quoted(text)) is no instance name: use 1 to 50 letters, digits and '-', beginning with a letter "
        + "and not ending with '-'")
  }

  /// Takes a hostname that somebody gave.
  ///
  /// - Parameter text: the hostname as somebody wrote it.
  /// - Returns: the hostname.
  /// - Throws: ``InvalidSetting`` with the words of `DomainNameError`.
  public static func hostname(_ text: String) throws(InvalidSetting) -> DomainName {
    do throws(DomainNameError) {
      return try DomainName(text)
    } catch {
      throw InvalidSetting(error.description)
    }
  }
}
