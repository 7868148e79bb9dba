/// The style sheet of the page: light and dark, as the browser prefers; every text has a contrast of at least 4.5 to 1.
enum PageStyle {
  /// The style sheet's SHA-256 in Base64 for the page's content security policy; a test checks it.
  static let hash = "sha256-BhmxfdnejNfCR2ypMjBZCiCJRKTwD8MJhCUHcssfk3w="

  /// The style sheet.
  ///
  /// Each tone has a text color `-text` for its background `-back`.
  static let text = """

    :root {
      --page: #f4f6f8; --panel: #ffffff; --text: #1c2128; --quiet: #57606a; --border: #d5dbe1; --line: #a8b2bd;
      --focus: #0b62c4; --name-back: #f4f6f8;
      --good-text: #116329; --good-back: #dcf7e3; --good-border: #8fd3a3;
      --add-text: #0a4fa3; --add-back: #e0effe; --add-border: #94c3f5;
      --change-text: #7a4a00; --change-back: #fff3cd; --change-border: #e5c46b;
      --remove-text: #a01527; --remove-back: #ffe8e8; --remove-border: #f2a5a8;
      --bad-text: #ffffff; --bad-back: #b3182d; --bad-border: #b3182d;
      --unknown-text: #4c555f; --unknown-back: #eaeef2; --unknown-border: #c9d1d9;
    }
    @media (prefers-color-scheme: dark) {
      :root {
        --page: #0e1218; --panel: #161b23; --text: #e7ecf2; --quiet: #9aa5b1; --border: #2d3541; --line: #4a5563;
        --focus: #6cb2ff; --name-back: #1d242e;
        --good-text: #7fe39a; --good-back: #12301d; --good-border: #27613b;
        --add-text: #8cc4ff; --add-back: #12294a; --add-border: #2a5590;
        --change-text: #f0c55a; --change-back: #33280c; --change-border: #6d561c;
        --remove-text: #ffa3a6; --remove-back: #3b1518; --remove-border: #7a2f35;
        --bad-text: #ffffff; --bad-back: #b3182d; --bad-border: #d2495b;
        --unknown-text: #aab4bf; --unknown-back: #232b36; --unknown-border: #3a4451;
      }
    }
    * { box-sizing: border-box; }
    [hidden] { display: none !important; }
    body {
      margin: 0 auto; max-width: 1400px; padding: 28px 24px 40px; background: var(--page); color: var(--text);
      font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif;
    }
    code, .value {
      font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
    }
    /* Names break at their dots (wbr); only what is longer than its line breaks elsewhere. */
    body { overflow-wrap: break-word; }
    .kicker { margin: 0; color: var(--quiet); }
    h1 { margin: 2px 0 16px; font-size: 27px; line-height: 1.25; letter-spacing: -0.01em; }
    h2 { margin: 0 0 12px; font-size: 17px; }
    h2 code { font-size: 13px; font-weight: normal; color: var(--quiet); margin-left: 6px; }
    .tiles { display: flex; flex-wrap: wrap; gap: 10px; margin: 0 0 20px; padding: 0; list-style: none; }
    .tiles li { padding: 6px 14px; border: 1px solid; border-radius: 999px; font-size: 14px; }
    .tiles b { font-size: 16px; font-variant-numeric: tabular-nums; }
    section, #tools { background: var(--panel); border: 1px solid var(--border); border-radius: 12px; }
    section { margin: 0 0 18px; padding: 18px 20px; }
    .alert { border-left-width: 5px; }
    .alert.bad { border-left-color: var(--bad-back); }
    .alert.change { border-left-color: var(--change-border); }
    .alert ul { margin: 0; padding-left: 20px; max-height: 320px; overflow: auto; }
    .alert li + li { margin-top: 6px; }
    #tools {
      position: sticky; top: 8px; z-index: 2; display: flex; flex-wrap: wrap; align-items: center; gap: 10px 18px;
      margin: 0 0 18px; padding: 10px 14px; box-shadow: 0 4px 14px rgb(0 0 0 / 10%);
    }
    #filter {
      flex: 1 1 300px; min-width: 0; padding: 8px 12px; border: 1px solid var(--line); border-radius: 8px;
      background: var(--page); color: var(--text); font: inherit;
    }
    #filter::placeholder { color: var(--quiet); opacity: 1; }
    :focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
    #tools label { display: flex; align-items: center; gap: 7px; cursor: pointer; }
    #open-only { width: 16px; height: 16px; margin: 0; accent-color: var(--focus); }
    #shown { color: var(--quiet); font-size: 14px; }
    .group { display: grid; grid-template-columns: 210px minmax(0, 1fr); align-items: center; gap: 0 36px; padding: 10px 0; }
    .group + .group { border-top: 1px solid var(--border); }
    .instance { position: relative; padding: 8px 14px; border: 1px solid var(--line); border-radius: 7px; }
    .instance h3 { margin: 0; font-size: 14px; }
    .instance p { margin: 0; color: var(--quiet); font-size: 12px; }
    .hostnames { margin: 0; padding: 0; list-style: none; }
    .hostname {
      position: relative; display: grid; grid-template-columns: minmax(0, 1fr) 140px auto; align-items: center; gap: 4px 14px;
      padding: 4px 0;
    }
    .hostname code {
      display: block; padding: 3px 10px; border: 1px solid var(--border); border-radius: 7px; background: var(--name-back);
      font-size: 12.5px; text-wrap: balance;
    }
    .addresses, .states { display: flex; flex-wrap: wrap; gap: 4px 10px; min-width: 0; }
    .state { min-width: 140px; font-size: 12.5px; }
    .instance::after, .hostname::before, .hostname::after { content: ""; position: absolute; border: 0 solid var(--line); }
    .instance::after, .hostname::before { top: 50%; width: 18px; border-top-width: 1px; }
    .instance::after { left: 100%; }
    .hostname::before, .hostname::after { left: -18px; }
    .hostname::after { top: 0; bottom: 0; border-left-width: 1px; }
    .hostname:first-child::after { top: 50%; }
    .hostname:last-child::after { bottom: 50%; }
    details > summary { cursor: pointer; color: var(--quiet); }
    table { width: 100%; margin-top: 10px; border-collapse: collapse; table-layout: fixed; font-size: 14px; }
    th { text-align: left; font-weight: normal; color: var(--quiet); font-size: 12.5px; }
    th, td { padding: 7px 14px 7px 0; border-bottom: 1px solid var(--border); vertical-align: baseline; }
    tbody tr:last-child td { border-bottom: 0; }
    th:first-child { width: 108px; }
    th:nth-child(2) { width: 42%; }
    td code, .value { font-size: 13px; }
    .before { color: var(--quiet); }
    td p { margin: 6px 0 0; }
    .sort, .quiet { color: var(--quiet); }
    .quiet { margin: 0; }
    .chip { display: inline-block; padding: 1px 9px; border: 1px solid; border-radius: 7px; font-size: 13px; white-space: nowrap; }
    .chip.good, .tiles .good { background: var(--good-back); color: var(--good-text); border-color: var(--good-border); }
    .chip.add, .tiles .add { background: var(--add-back); color: var(--add-text); border-color: var(--add-border); }
    .chip.change, .tiles .change { background: var(--change-back); color: var(--change-text); border-color: var(--change-border); }
    .chip.remove, .tiles .remove { background: var(--remove-back); color: var(--remove-text); border-color: var(--remove-border); }
    .chip.bad, .tiles .bad { background: var(--bad-back); color: var(--bad-text); border-color: var(--bad-border); }
    .chip.unknown { background: var(--unknown-back); color: var(--unknown-text); border-color: var(--unknown-border); }
    .tiles .none { color: var(--quiet); border-color: var(--border); background: var(--panel); }
    footer { color: var(--quiet); font-size: 13px; }
    @media (max-width: 920px) {
      .group { display: block; }
      .instance { padding: 0 0 4px; border: 0; }
      .instance::after, .hostname::before, .hostname::after, thead { display: none; }
      .hostnames { padding-left: 12px; border-left: 2px solid var(--line); }
      .hostname { grid-template-columns: minmax(0, 1fr) auto; }
      .states { grid-column: 1 / -1; }
      table, tbody, tr, td { display: block; }
      tr { padding: 8px 0; }
      tr + tr { border-top: 1px solid var(--border); }
      td { padding: 2px 0; border: 0; }
      td:empty { display: none; }
      td[data-label]::before { content: attr(data-label) " "; color: var(--quiet); }
    }
    @media (max-width: 560px) {
      body { padding: 18px 14px 28px; }
      h1 { font-size: 22px; }
      h2 code { display: block; margin: 2px 0 0; }
      section { padding: 14px; }
      #filter { flex-basis: 100%; }
      .hostname { display: block; padding: 7px 0; }
      .addresses, .states { margin-top: 4px; }
      .state { min-width: 0; }
    }
    @media print {
      * { print-color-adjust: exact; }
      body { max-width: none; padding: 0; background: none; }
      #tools { display: none; }
      .alert ul { max-height: none; }
      .hostname, tr, .alert li { break-inside: avoid; }
      .instance { break-after: avoid; }
      details::details-content { content-visibility: visible; }
    }

    """
}
