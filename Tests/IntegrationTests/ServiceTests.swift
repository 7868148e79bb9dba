import Foundation
import TestSupport
import Testing

/// The units in `systemd/`: what systemd says of them, and what they do on a machine that it has booted.
@Suite(.timeLimit(.minutes(10))) struct ServiceTests {
  private static let instances = "instances:[{name:'contoso-apim',region:'westus',vip:'10.1.0.5'}]"
  private static let block = """
    # BEGIN apim-dns owner=apim-dns (managed: edits inside are lost)
    10.1.0.5\tcontoso-apim.westus.azure-api.net
    10.1.0.5\tcontoso-apim.portal.azure-api.net
    # END apim-dns owner=apim-dns

    """

  private static func inventory(_ backends: String) -> String {
    "{hostnames:'regional',\(instances),backends:{\(backends)}}\n"
  }

  /// The units in a folder, as they are installed beside the program that was built.
  private func units() throws -> TemporaryFolder {
    let machine = try BootedMachine()
    let folder = try TemporaryFolder()
    for unit in ["apim-dns@.service", "apim-dns@.timer"] {
      let text = try machine.files.text(of: "etc/systemd/system/\(unit)")
      try folder.write(
        unit, text: text.replacing("ExecStart=apim-dns ", with: "ExecStart=\(Program.built("apim-dns").path) "))
    }
    return folder
  }

  @Test(.needs("systemd-analyze")) func systemdAnalyzeReportsNothing() async throws {
    let folder = try units()
    let result = try await Program.required("systemd-analyze").run(
      ["verify", "--man=no", "./apim-dns@contoso.service", "./apim-dns@contoso.timer"], in: folder.path)
    #expect(result.output + result.errors == "")
    #expect(result.status == 0)
  }

  @Test(.needs("systemd-analyze")) func serviceIsHardened() async throws {
    let folder = try units()
    let result = try await Program.required("systemd-analyze").run(
      ["security", "--no-pager", "--offline=yes", "--threshold=20", "./apim-dns@.service"], in: folder.path)
    #expect(result.status == 0, "\(result.output.suffix(200))")
  }

  @Test(BootedMachine.trait) func serviceKeepsTheHostsFileInSyncAndCanWriteNothingElse() async throws {
    let machine = try BootedMachine()
    try machine.files.write("etc/apim-dns/contoso.json5", text: Self.inventory("hosts:{}"))
    try machine.files.write(
      "etc/apim-dns/contoso.env",
      text: "APIM_DNS_OPTIONS=--metrics-file /var/lib/prometheus/node-exporter/apim-dns.prom --quiet\n")
    try machine.dropIn(
      "verify",
      """
      ExecStopPost=-apim-dns verify --inventory /etc/apim-dns/%i.json5 --metrics-file /var/lib/prometheus/node-exporter/v.prom
      """)
    let result = try await machine.run(
      """
      mkdir -p /var/lib/prometheus/node-exporter
      start apim-dns@contoso.service && cat /etc/hosts &&
      grep exit_code{ /var/lib/prometheus/node-exporter/apim-dns.prom
      grep 'state="true"' /var/lib/prometheus/node-exporter/v.prom
      # What is no inventory is a failure, and the names are asked for all the same.
      mv /etc/apim-dns/contoso.env /etc/apim-dns/kept
      echo 'APIM_DNS_OPTIONS=--file /none/hosts' >/etc/apim-dns/contoso.env
      sed -i 's/10.1.0.5/10.9.9.9/' /etc/hosts
      rm /var/lib/prometheus/node-exporter/v.prom
      start apim-dns@contoso.service 2>/dev/null; echo "failed: $?"
      grep 'state="otherAddress"' /var/lib/prometheus/node-exporter/v.prom
      # What the service may do, asked from within its own restrictions, with all there that root acts on.
      for folder in tmpfiles.d modules-load.d sysctl.d update-motd.d network/if-up.d ca-certificates/update.d polkit-1/rules.d \
        dpkg/dpkg.cfg.d zsh bash_completion.d cron.d sudoers.d pam.d systemd/system profile.d apt/apt.conf.d security ssh; do
        mkdir -p "/etc/$folder" && : >"/etc/$folder/apim-dns-here"
      done
      # No owner and no mode is in the way.
      chown -R root:root /etc && chmod -R u+rwX /etc
      for file in /etc/shadow /etc/shadow- /etc/gshadow /etc/gshadow- /etc/security/opasswd /etc/ssh/ssh_host_rsa_key \
        /etc/ssh/ssh_host_ecdsa_key /etc/ssh/ssh_host_ed25519_key; do
        echo secret >>"$file"; echo "$file" >>/secret
      done
      mkdir -p /etc/systemd/system/apim-dns@probe.service.d
      printf '[Service]\\nStandardOutput=append:/output\\nStandardError=append:/output\\nExecStart=\\nExecStart=sh /probe\\n' \
        >/etc/systemd/system/apim-dns@probe.service.d/probe.conf
      cat >/probe <<'END'
      {
      find /etc -type d | while read -r folder; do
        (: >"$folder/apim-dns-new") 2>/dev/null && echo "made in: $folder"
      done
      find /etc -type f | while read -r file; do
        (: >>"$file") 2>/dev/null && echo "written: $file"
      done
      for file in /new /etc/ld.so.preload /root/new /home/new /usr/new /usr/local/bin/new /lib/systemd/new /var/spool/cron/new \
        /var/lib/new /run/new /run/lock/new /run/systemd/system/new /boot/new /opt/new /srv/new /var/lib/prometheus/node-exporter/new; do
        (: >>"$file") 2>/dev/null && echo "written: $file"
      done
      awk '$6 ~ /^rw/ && $5 !~ "^/(dev|proc|run/host)" { print "mounted for writing: " $5 }' /proc/self/mountinfo
      } | LC_ALL=C sort -u
      for file in $(cat /secret); do cat "$file" 2>/dev/null && echo "read: $file"; done
      grep -E '^(CapBnd|CapEff|NoNewPrivs|Seccomp):' /proc/self/status
      END
      systemctl daemon-reload && start apim-dns@probe.service
      """)
    #expect(
      result.output == "127.0.0.1\tlocalhost\n" + Self.block + """
        apim_dns_run_exit_code{owner="apim-dns",command="apply"} 0
        apim_dns_answers{owner="apim-dns",command="verify",resolver="system",state="true"} 2
        failed: 1
        apim_dns_answers{owner="apim-dns",command="verify",resolver="system",state="otherAddress"} 2
        made in: /etc/hosts.apim-dns
        mounted for writing: /etc/hosts
        mounted for writing: /etc/hosts.apim-dns
        mounted for writing: /tmp
        mounted for writing: /var/lib/prometheus/node-exporter
        mounted for writing: /var/tmp
        written: /etc/hosts
        written: /etc/hosts.apim-dns/apim-dns-new
        written: /etc/hosts.apim-dns/bak
        written: /var/lib/prometheus/node-exporter/new
        CapEff:\t0000000000000000
        CapBnd:\t0000000000000000
        NoNewPrivs:\t1
        Seccomp:\t2

        """)
  }

  /// The chain of a name server: a directory that a drop-in allows, checks, rndc with its key, and named's own answers.
  @Test(BootedMachine.trait, .needs("named", "named-checkzone"))
  func dropInAllowsADirectoryOfZoneFiles() async throws {
    let machine = try BootedMachine()
    try machine.files.write(
      "etc/apim-dns/contoso.json5",
      text: Self.inventory(
        """
        zones:{directory:'/var/lib/bind/apim',check:'named-checkzone -q {zone} {file}',reload:'rndc reconfig && rndc reload'}
        """))
    try machine.dropIn("bind", "ReadWritePaths=/var/lib/bind\nSupplementaryGroups=bind")
    try machine.files.write(
      "etc/bind/named.conf.local", text: "include \"/var/lib/bind/apim/named.conf.apim-dns\";\n")
    let result = try await machine.run(
      """
      mkdir -p /var/lib/bind/apim && : >/var/lib/bind/apim/named.conf.apim-dns
      systemctl start named.service || exit 1
      rm /var/lib/bind/apim/named.conf.apim-dns
      cd /etc/systemd/system && mv apim-dns@contoso.service.d later && systemctl daemon-reload
      start apim-dns@contoso.service 2>/dev/null; echo "without: $?"
      journalctl --sync; journalctl --no-pager -o cat -u apim-dns@contoso.service | grep '^apim-dns:'
      ls /var/lib/bind/apim
      mv later apim-dns@contoso.service.d && systemctl daemon-reload
      start apim-dns@contoso.service; echo "with: $?"
      apim-dns verify --inventory /etc/apim-dns/contoso.json5 --server 127.0.0.1 --wait 30s
      """)
    let path = "/var/lib/bind/apim"
    #expect(
      result.output == """
        without: 1
        apim-dns: refused: \(path): on a read-only file system. Change the file at its source, or remount the \
        file system read-write first.
        apim-dns: nothing was written
        with: 0
        127.0.0.1:53
          = contoso-apim.westus.azure-api.net  10.1.0.5
          = contoso-apim.portal.azure-api.net  10.1.0.5
        2 of 2 answers match the inventory

        """)
    #expect(result.status == 0)
  }

  @Test(BootedMachine.trait) func filesOfAnotherUserNeedCapabilitiesAndKeepTheirOwner() async throws {
    let machine = try BootedMachine()
    try machine.files.write("etc/apim-dns/contoso.json5", text: Self.inventory("hosts:{file:'/etc/other/hosts'}"))
    try machine.files.write(
      "etc/systemd/system/apim-dns@.service.d/place.conf", text: "[Service]\nReadWritePaths=/etc/other\n")
    try machine.dropIn("owner", "CapabilityBoundingSet=CAP_CHOWN CAP_FOWNER CAP_DAC_OVERRIDE")
    let result = try await machine.run(
      """
      mkdir /etc/other && echo '127.0.0.1 localhost' >/etc/other/hosts && chown -R daemon:daemon /etc/other
      cd /etc/systemd/system && mv apim-dns@contoso.service.d later && systemctl daemon-reload
      start apim-dns@contoso.service 2>/dev/null; echo "without: $?"
      mv later apim-dns@contoso.service.d && systemctl daemon-reload
      start apim-dns@contoso.service; echo "with: $?"
      stat -c '%U %G %s' /etc/other/hosts
      """)
    #expect(result.output == "without: 1\nwith: 0\ndaemon daemon 201\n")
  }

  /// libcurl, a certificate from systemd's credentials and the program `openssl`, all within the restrictions.
  @Test(BootedMachine.trait, .needs("openssl")) func serviceSignsInWithACertificateFromSystemd() async throws {
    let machine = try BootedMachine()
    try machine.files.write(
      "etc/apim-dns/contoso.json5", text: Self.inventory("azure:{subscription:'s',resourceGroup:'rg-dns'}"))
    try machine.files.write(
      "etc/apim-dns/contoso.env",
      text: """
        AZURE_TENANT_ID=t
        AZURE_CLIENT_ID=c
        AZURE_AUTHORITY_HOST=http://127.0.0.1:8080
        AZURE_POD_IDENTITY_AUTHORITY_HOST=http://127.0.0.1:1
        APIM_DNS_OPTIONS=--endpoint http://127.0.0.1:8080

        """)
    try machine.dropIn(
      "certificate",
      "LoadCredential=azure.pem:/etc/apim-dns/contoso.pem\nEnvironment=AZURE_CLIENT_CERTIFICATE_PATH=%d/azure.pem")
    let result = try await machine.run(
      """
      openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=apim-dns -keyout /key -out /certificate 2>/dev/null
      cat /key /certificate >/etc/apim-dns/contoso.pem && chmod 600 /etc/apim-dns/contoso.pem
      azure-emulator --port 8080 --retry-after 0 >/port 2>/log &
      while [ ! -s /port ]; do sleep 0.05; done
      start apim-dns@contoso.service; echo "$?"
      journalctl --sync; journalctl --no-pager -o cat -u apim-dns@contoso.service | grep -E '^(apim-dns:|[0-9]+ created)'
      """)
    #expect(result.output == "0\n4 created, 0 updated, 0 deleted\n")
  }

  @Test(BootedMachine.trait) func timerStartsTheServiceRepeatedly() async throws {
    let machine = try BootedMachine()
    try machine.files.write("etc/apim-dns/contoso.json5", text: Self.inventory("hosts:{}"))
    // Every second in the place of every 5 minutes; nothing else is changed.
    try machine.files.write(
      "etc/systemd/system/apim-dns@contoso.timer.d/quick.conf",
      text: "[Timer]\nOnCalendar=\nOnCalendar=*:*:*\nRandomizedDelaySec=0\n")
    let result = try await machine.run(
      """
      systemctl enable --now apim-dns@contoso.timer 2>/dev/null
      for run in 1 2; do
        until grep -q BEGIN /etc/hosts; do sleep 0.1; done
        printf '127.0.0.1\\tlocalhost\\n' >/etc/hosts; echo "run $run"
      done
      ls /etc/systemd/system/timers.target.wants/ | grep apim
      ls /var/lib/systemd/timers | grep apim
      """)
    #expect(
      result.output == """
        run 1
        run 2
        apim-dns@contoso.timer
        stamp-apim-dns@contoso.timer

        """)
  }
}
