/// A record type, as far as this program distinguishes them.
enum RecordType {
  case a
  case ns
  case soa
  /// CNAME, which cannot coexist with other records at its owner name.
  case cname
  /// DNAME, which redirects all names below its owner name.
  case dname
  case ptr
  case txt
  /// Any other type, with a mnemonic or without one.
  case other

  /// Reads a type in any case, also in the form `TYPE1` ([RFC 3597 §5](https://www.rfc-editor.org/rfc/rfc3597#section-5)).
  ///
  /// - Returns: nil if the word is not a record type.
  init?(_ word: ArraySlice<UInt8>) {
    if word.count == 1, let byte = word.first, byte | 0x20 == UInt8(ascii: "a") {
      self = .a
      return
    }
    let text = String(decoding: word, as: UTF8.self).uppercased()
    switch text {
    case "NS", "TYPE2": self = .ns
    case "SOA", "TYPE6": self = .soa
    case "CNAME", "TYPE5": self = .cname
    case "DNAME", "TYPE39": self = .dname
    case "PTR", "TYPE12": self = .ptr
    case "TXT", "TYPE16": self = .txt
    case "TYPE1": self = .a
    default:
      let isNumbered = text.hasPrefix("TYPE") && UInt16(text.dropFirst(4)) != nil && !text.contains("+")
      guard isNumbered || Self.others.contains(text) else { return nil }
      self = .other
    }
  }

  /// The mnemonics of all other types that a zone can hold, from the
  /// [IANA registry](https://www.iana.org/assignments/dns-parameters/dns-parameters.xhtml#dns-parameters-4).
  private static let others: Set<String> = Set(
    """
    MD MF MB MG MR NULL WKS HINFO MINFO MX RP AFSDB X25 ISDN RT NSAP NSAP-PTR SIG KEY PX GPOS AAAA LOC NXT EID \
    NIMLOC SRV ATMA NAPTR KX CERT A6 SINK APL DS SSHFP IPSECKEY RRSIG NSEC DNSKEY DHCID NSEC3 NSEC3PARAM TLSA SMIMEA \
    HIP NINFO RKEY TALINK CDS CDNSKEY OPENPGPKEY CSYNC ZONEMD SVCB HTTPS DSYNC HHIT BRID SPF UINFO UID GID UNSPEC NID L32 \
    L64 LP EUI48 EUI64 NXNAME URI CAA AVC DOA AMTRELAY RESINFO WALLET CLA IPN TA DLV KEYDATA
    """.split(separator: " ").map(String.init))
}
