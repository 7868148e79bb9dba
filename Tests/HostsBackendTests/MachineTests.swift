import HostsBackend
import Reconciliation
import Testing

@Suite struct MachineTests {
  @Test(
    arguments: [
      ("vm1", nil, "vm1", nil), ("azureuser@vm1.corp.example:2222", "azureuser", "vm1.corp.example", 2222),
      ("10.0.0.4:65535", nil, "10.0.0.4", 65_535), ("a.b-c_d@x_y", "a.b-c_d", "x_y", nil), ("[::1]", nil, "::1", nil),
      ("root@[fd00::4]:22", "root", "fd00::4", 22), ("[::ffff:10.0.0.4]", nil, "::ffff:10.0.0.4", nil),
      // An address with a zone, a user of a domain, and aliases of the ssh configuration.
      ("[fe80::1%eth0]", nil, "fe80::1%eth0", nil), ("root@[fe80::1%br-0.1]:22", "root", "fe80::1%br-0.1", 22),
      ("user@corp.example@vm1", "user@corp.example", "vm1", nil), ("a+b@vm1:2", "a+b", "vm1", 2),
      ("prod/web-1", nil, "prod/web-1", nil), ("a+b=c", nil, "a+b=c", nil),
    ] as [(String, String?, String, UInt16?)])
  func validMachineIsParsed(text: String, user: String?, host: String, port: UInt16?) throws {
    let machine = try #require(Machine(text))
    #expect(machine.user == user)
    #expect(machine.host == host)
    #expect(machine.port == port)
    #expect(machine.description == text)
  }

  @Test(arguments: [
    "", "@", "a@", "@b", "-a", "-a@b", "a@-b", "-oProxyCommand=x", "a b", "a\tb", "a\nb", "a\0b", "a;b", "a'b", "a\"b",
    "%h", "a%p@b", "a@@c", "@a@c", "$(x)", "`x`", "/b", "ssh://a", "a:", "a:0", "a:65536", "a:+1", "a:-1", "a: 1",
    "a:1:2",
    "fd00::1", "[::1", "::1]", "[::1]2", "[::1]:", "[]", "[vm1]", "[fe80::1%]", "[fe80::1%-x]", "[fe80::1%a%b]",
    "[fe80::1%a b]", "[%eth0]", "[::1 ]", "[-::1]", "bücher",
  ])
  func invalidMachineIsNil(text: String) {
    #expect(Machine(text) == nil)
  }
}
