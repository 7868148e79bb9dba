import Foundation
import TestSupport
import Testing

/// Servers that stand in for gateways, in a network namespace of their own, with certificates that the test makes.
///
/// Each server has an address of its own, so that one run of `verify --connect` sees all of them.
struct GatewayLab {
  /// The port that every server listens on.
  static let port = 443
  let folder: TemporaryFolder

  /// Makes the certificates.
  init() async throws {
    folder = try TemporaryFolder()
    let result = try await Program.required("sh").run(["-euc", Self.certificates], in: folder.path)
    guard result.status == 0 else { throw Failed(description: result.errors) }
  }

  private struct Failed: Error, CustomStringConvertible {
    let description: String
  }

  /// Runs a script in the namespaces after nginx has started; `$apim_dns` is the program.
  ///
  /// - Parameters:
  ///   - servers: the servers of nginx.
  ///   - gateways: the hostname of each gateway, and its address.
  ///   - more: other settings of the instance.
  ///   - script: what to run; `verify` runs the command for the inventory.
  func run(
    servers: String = "", gateways: [(name: String, address: String)], more: String = "", _ script: String
  ) async throws -> Program.Result {
    let names = gateways.map { "{ name: '\($0.name)', vip: '\($0.address)' }" }.joined(separator: ", ")
    try folder.write(
      "apim-dns.json5",
      text:
        "{ instances: [{ name: 'lab', hostnames: 'given', vip: '10.1.0.200', names: { gateway: [\(names)]\(more) } }] }"
    )
    try folder.write(
      "nginx.conf",
      text: """
        daemon on; user root; pid nginx.pid; error_log nginx.log; worker_processes 1; events { worker_connections 1024; }
        http {
          log_format names '$ssl_server_name $http_host $request $http_cookie $http_authorization';
          access_log nginx.access names;
          \(servers)
        }

        """)
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    let user = getuid() == 0 ? [] : ["--user", "--map-root-user"]
    return try await Program.required("unshare").run(
      user + [
        "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "sh", "-euc", Self.setUp + script,
      ],
      environment: ["apim_dns": Program.built("apim-dns").path, "PATH": "\(path):/usr/sbin:/sbin"], in: folder.path)
  }

  /// A server of nginx with one certificate.
  ///
  /// - Parameters:
  ///   - address: where it listens.
  ///   - certificate: the name of the certificate, or a chain, without `.pem`; the key has the same first word.
  ///   - answer: the status of the gateway's path.
  ///   - settings: other settings.
  static func server(_ address: String, _ certificate: String, answer: Int = 200, _ settings: String = "") -> String {
    let key = certificate.prefix { $0 != "-" }
    return """
      server { listen \(address):443 ssl; ssl_certificate \(certificate).pem; ssl_certificate_key \(key).key; \(settings)
        location = /status-0123456789abcdef { return \(answer) "ok"; } location / { return 404; } }

      """
  }

  /// What comes before a test's script.
  private static let setUp = """
    ip link set lo up
    for number in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do ip address add 10.1.0.$number/32 dev lo; done
    "$apim_dns" apply hosts --file hosts --quiet
    mount --bind hosts /etc/hosts
    nginx -p . -c nginx.conf -e nginx.log 2>nginx.errors || { cat nginx.errors >&2; exit 99; }
    # Waits until something listens at an address.
    listening() { until ss -Hltn | grep -q "$1:443 "; do sleep 0.05; done; }
    verify() { "$apim_dns" verify --connect --timeout 60 "$@"; }

    """

  /// An authority with an intermediate one, and a certificate for each case.
  private static let certificates = """
    cat >ca.cnf <<'END'
    [ca]
    default_ca = lab
    [lab]
    database = index
    new_certs_dir = .
    rand_serial = yes
    default_md = sha256
    policy = any
    copy_extensions = copy
    unique_subject = no
    [any]
    commonName = supplied
    END
    : >index
    authority() { # NAME ISSUER
      openssl req -new -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -subj "/CN=$1" -keyout $1.key -out $1.csr \
        -addext basicConstraints=critical,CA:TRUE
      if [ $1 = $2 ]; then set -- $1 $2 -selfsign; else set -- $1 $2 -cert $2.pem; fi
      name=$1 issuer=$2; shift 2
      openssl ca -batch -notext -config ca.cnf -keyfile $issuer.key "$@" -days 3650 -in $name.csr -out $name.pem
    }
    leaf() { # NAME SUBJECT-ALTERNATIVE-NAMES KEY START END
      case $3 in
      rsa) set -- "$@" -newkey rsa:2048 ;;
      *) set -- "$@" -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 ;;
      esac
      name=$1 names=$2 start=$4 end=$5; shift 5
      openssl req -new "$@" -nodes -subj "/CN=$name" -addext "subjectAltName=$names" -keyout $name.key -out $name.csr
      openssl ca -batch -notext -config ca.cnf -keyfile middle.key -cert middle.pem -startdate $start -enddate $end \
        -in $name.csr -out $name.pem
      cat $name.pem middle.pem >$name-chain.pem
    }
    authority root root
    authority middle root
    leaf right DNS:right.corp.example,DNS:localhost ec 20260101000000Z 20991231000000Z
    leaf rsa DNS:rsa.corp.example rsa 20260101000000Z 20991231000000Z
    leaf wildcard 'DNS:*.corp.example,DNS:*.api.corp.example' ec 20260101000000Z 20991231000000Z
    leaf expired 'DNS:*.corp.example' ec 20200101000000Z 20210101000000Z
    leaf early 'DNS:*.corp.example' ec 20980101000000Z 20991231000000Z
    leaf soon 'DNS:*.corp.example' ec 20260101000000Z $(date -u -d '+10 days +1 hour' +%Y%m%d%H%M%SZ)
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 99 -subj /CN=self \
      -addext subjectAltName=DNS:self.corp.example -keyout self.key -out self.pem
    """
}
