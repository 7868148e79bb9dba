import APIManagement
import DNSModel
import Foundation
import Reconciliation
import TestSupport
import Testing

@testable import apim_dns

/// The layout of the page on a phone, a tablet, a desktop and paper, as a real browser measures it.
@Suite(.serialized, .needs("chromium")) struct PageLayoutTests {
  /// The widths of screens in pixels, and that of A4 without the browser's margins.
  private static let widths = (screens: [390, 768, 1280], paper: 718)

  /// A page of so many hostnames, with long names, several addresses, and every state.
  private func page(hostnames count: Int, of command: Command) throws -> String {
    let instances = (0..<(count + 1) / 2).map { index in
      let side = ["north", "south", "east"][index % 3]
      let more = index % 4 == 0 ? ", '10.101.202.\(index % 250 + 1)'" : ""
      return "{ name: 'hobby-\(side)-\(index)-of-a-team-that-is-international', region: 'germanywestcentral', "
        + "vip: ['10.100.200.\(index % 250 + 1)'\(more)] }"
    }
    let records = try OutputSamples.records(
      "{ hostnames: 'regional', instances: [\(instances.joined(separator: ","))] }"
    ).prefix(count)
    let names = records.map(\.recordSet.name.text)
    var changes = try names.enumerated().filter { $0.offset % 3 > 0 }.map { index, name in
      try OutputSamples.change(
        index % 3 == 1 ? .update : .create, name, zone: name,
        before: index % 3 == 1 ? ["10.100.200.251", "10.100.200.252"] : nil, after: ["10.100.200.253"])
    }
    let network = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/rg-network-of-a-long-name"
    changes.append(
      Change(
        .create, .link, name: "vnet1-628598fb55785691", zone: try DomainName(names[0]),
        after: .init(ttl: nil, contents: ["\(network)/providers/Microsoft.Network/virtualNetworks/vnet1"])))
    if command == .apply {
      for index in changes.indices {
        changes[index].outcome = index % 4 == 0 ? .failed("the server did not answer") : .applied
      }
    }
    let conflicts = names.prefix(40).map {
      Conflict(
        name: $0, place: "/etc/hosts:1", reason: "this unmanaged line maps \($0) to 10.9.9.9", yieldsToForce: true)
    }
    let plans = [
      BackendPlan(backend: .zones, target: "/var/lib/bind/apim", changes: [], unchanged: count),
      BackendPlan(
        backend: .hosts, target: "/etc/hosts", changes: changes.filter { $0.kind == .record }, conflicts: conflicts,
        unchanged: 0),
      BackendPlan(backend: .azure, target: "\(network)/privateDnsZones", changes: changes, unchanged: 0),
      BackendPlan(backend: .azure, target: "\(network)/more", changes: [], unchanged: count),
    ]
    return PlanPage(OutputSamples.result(of: command, plans), records: Array(records)).text
  }

  /// What the measuring script finds in each frame: a line for each fault.
  private func findings(frames: [(file: String, width: Int, scheme: String)], in folder: TemporaryFolder) async throws
    -> [String]
  {
    let elements = frames.map { file, width, scheme in
      "<iframe src=\"\(file)\" title=\"\(file) at \(width) px, \(scheme)\" width=\"\(width)\" height=\"800\" "
        + "style=\"border: 0; color-scheme: \(scheme)\"></iframe>"
    }
    try folder.write(
      "frames.html",
      text: "<!doctype html><meta name=\"color-scheme\" content=\"light dark\">\(elements.joined())"
        + "<pre id=\"findings\"></pre><script>\(Self.script)</script>")
    let page = try await Browser(in: folder).open("frames.html", "--allow-file-access-from-files")
    let text = try #require(page.document.firstMatch(of: /<pre id="findings">([^<]*)<\/pre>/)?.output.1)
    return text.split(separator: "\n").map(String.init)
  }

  @Test(arguments: [Command.plan, .apply]) func nothingOverflowsOrIsClipped(command: Command) async throws {
    let folder = try TemporaryFolder()
    var frames: [(file: String, width: Int, scheme: String)] = []
    for count in [3, 60, 500] {
      let text = try page(hostnames: count, of: command)
      try folder.write("\(count).html", text: text)
      // Paper: what is for print is for every medium, and the policy lets the changed style through.
      let paper = text.replacing("@media print", with: "@media all")
        .replacing(/<meta http-equiv="Content-Security-Policy"[^>]*>/, with: "")
      #expect(paper != text)
      try folder.write("\(count)-paper.html", text: paper)
      for scheme in ["light", "dark"] {
        frames += Self.widths.screens.map { ("\(count).html", $0, scheme) }
      }
      frames.append(("\(count)-paper.html", Self.widths.paper, "light"))
    }
    let findings = try await findings(frames: frames, in: folder)
    #expect(findings == ["measured \(frames.count) pages"])
  }

  @Test func measuringFindsFaults() async throws {
    let folder = try TemporaryFolder()
    let text = try page(hostnames: 3, of: .plan)
      .replacing(/<meta http-equiv="Content-Security-Policy"[^>]*>/, with: "")
    let faults = [
      "main { width: 800px }", ".hostname code { overflow: hidden; white-space: nowrap; width: 60px }",
      ".addresses code { width: 70px; overflow-wrap: anywhere }", ".addresses { margin-left: -90px }",
      ".states { display: none }",
    ]
    for (index, fault) in faults.enumerated() {
      try folder.write("\(index).html", text: text.replacing("</style>", with: "\(fault)</style>"))
    }
    let findings = try await findings(frames: faults.indices.map { ("\($0).html", 768, "light") }, in: folder)
    for (index, fault) in ["outside", "clipped", "broken", "overlap", "not shown"].enumerated() {
      #expect(findings.contains { $0.hasPrefix("\(index).html at 768 px, light: \(fault)") }, "\(faults[index])")
    }
  }

  /// Measures each frame when all have loaded.
  private static let script = """
    'use strict';
    function measure(frame, report) {
      const view = frame.contentWindow, page = frame.contentDocument, width = page.documentElement.clientWidth;
      const isDark = frame.style.colorScheme === 'dark';
      if (view.matchMedia('(prefers-color-scheme: dark)').matches !== isDark) report('wrong theme', page.body);
      if (width !== Number(frame.width) && width < Number(frame.width) - 20) report('wrong width ' + width, page.body);
      if (page.documentElement.scrollWidth > width) report('outside', page.documentElement);
      const isShown = (element) => element.getClientRects().length > 0 && view.getComputedStyle(element).visibility === 'visible';
      for (const element of page.body.querySelectorAll('*')) {
        if (!isShown(element)) continue;
        const box = element.getBoundingClientRect();
        if (box.left < -0.5 || box.right > width + 0.5) report('outside', element);
        const isScrolled = element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0;
        if (isScrolled && view.getComputedStyle(element).overflowX !== 'visible') report('clipped', element);
      }
      const range = page.createRange();
      const texts = page.createTreeWalker(page.body, NodeFilter.SHOW_TEXT);
      while (texts.nextNode()) {
        if (!isShown(texts.currentNode.parentElement)) continue;
        for (const match of texts.currentNode.data.matchAll(/\\d+\\.\\d+\\.\\d+\\.\\d+/g)) {
          range.setStart(texts.currentNode, match.index);
          range.setEnd(texts.currentNode, match.index + match[0].length);
          if (range.getClientRects().length > 1) report('broken', texts.currentNode.parentElement);
        }
      }
      // What stands side by side or below each other has a place of its own.
      for (const parent of page.querySelectorAll('.hostname, .addresses, .states, .group, tr, td, .tiles, h2, #tools')) {
        const boxes = Array.from(parent.children).filter(isShown)
          .flatMap((element) => Array.from(element.getClientRects(), (box) => [element, box]));
        for (const [index, [element, a]] of boxes.entries()) {
          for (const [other, b] of boxes.slice(index + 1)) {
            const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
            const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
            if (other !== element && across > 1 && down > 1) report('overlap', element);
          }
        }
      }
      for (const name of page.querySelectorAll('.hostname')) {
        const parts = [name.querySelector('code'), ...name.querySelectorAll('.chip')];
        if (parts.length < 4 || !parts.every(isShown)) report('not shown', name);
      }
      const names = Array.from(page.querySelectorAll('.hostname > code'), (name) => name.innerText);
      if (new Set(names).size !== names.length || names.some((name) => name.includes('…'))) report('same names', page.body);
    }
    window.addEventListener('load', () => {
      const lines = [];
      const frames = document.querySelectorAll('iframe');
      for (const frame of frames) {
        measure(frame, (fault, element) => {
          const text = element.textContent.replace(/\\s+/g, ' ').slice(0, 60);
          lines.push(frame.title + ': ' + fault + ': ' + element.tagName + '.' + element.className + ' ' + text);
        });
      }
      lines.push('measured ' + frames.length + ' pages');
      document.getElementById('findings').textContent = lines.slice(-200).join('\\n');
    });
    """
}
