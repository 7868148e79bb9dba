/// The oldest version of BIND that reads the include file: no statement in it is newer.
public enum BINDVersion: String, CaseIterable, Hashable, Sendable {
  /// 9.11 to 9.15, and other servers that read named.conf: `type master` and no `dnssec-policy`.
  case v9x11 = "9.11"
  /// 9.16 and newer; the newest log that `max-zone-ttl` is deprecated.
  case v9x16 = "9.16"
  /// The same as 9.16.
  case v9x18 = "9.18"
  /// 9.20 and newer, without `max-zone-ttl`.
  case v9x20 = "9.20"
}
