/// The style sheet of the page: light and dark, as the browser prefers; every text has a contrast of at least 4.5 to 1.
enum PageStyle {
  /// The style sheet's SHA-256 in Base64 for the page's content security policy; a test checks it.
  static let hash = "sha256-EKu92fBwIK9Q50JbAlht+YrTPSo1mY0jetsE7g87qrA="

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
    code, svg .name text, .before, td:nth-child(4) {
      font-family: ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace;
    }
    code, td { overflow-wrap: anywhere; }
    .kicker { margin: 0; color: var(--quiet); }
    h1 { margin: 2px 0 16px; font-size: 27px; line-height: 1.25; letter-spacing: -0.01em; overflow-wrap: anywhere; }
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
    .board { max-height: 78vh; overflow: auto; }
    .board > div { width: max-content; content-visibility: auto; contain-intrinsic-size: auto 76px; }
    .board > div + div { border-top: 1px solid var(--border); }
    .board > div > svg { margin: 6px 0; }
    svg { display: block; }
    svg text { fill: var(--text); font-size: 13px; }
    svg .name text { font-size: 12.5px; }
    .heads { position: sticky; top: 0; z-index: 1; background: var(--panel); }
    svg text.head { fill: var(--quiet); font-size: 12.5px; }
    svg text.instance { font-size: 14px; font-weight: 600; }
    svg text.regions { fill: var(--quiet); font-size: 12px; }
    .lines path { fill: none; stroke: var(--line); stroke-width: 1.4; }
    rect { fill: var(--name-back); stroke: var(--border); }
    rect.instance { fill: var(--panel); stroke: var(--line); stroke-width: 1.4; }
    details > summary { cursor: pointer; color: var(--quiet); }
    table { width: 100%; margin-top: 10px; border-collapse: collapse; table-layout: fixed; font-size: 14px; }
    th { text-align: left; font-weight: normal; color: var(--quiet); font-size: 12.5px; }
    th, td { padding: 7px 14px 7px 0; border-bottom: 1px solid var(--border); vertical-align: baseline; }
    tbody tr:last-child td { border-bottom: 0; }
    th:first-child { width: 108px; }
    th:nth-child(2) { width: 42%; }
    td code, .before, td:nth-child(4) { font-size: 13px; }
    .before { color: var(--quiet); }
    td p { margin: 6px 0 0; }
    .sort, .quiet { color: var(--quiet); }
    .quiet { margin: 0; }
    .chip { display: inline-block; padding: 1px 9px; border: 1px solid; border-radius: 7px; font-size: 13px; white-space: nowrap; }
    .good rect { fill: var(--good-back); stroke: var(--good-border); }
    .good text { fill: var(--good-text); }
    .add rect { fill: var(--add-back); stroke: var(--add-border); }
    .add text { fill: var(--add-text); }
    .change rect { fill: var(--change-back); stroke: var(--change-border); }
    .change text { fill: var(--change-text); }
    .remove rect { fill: var(--remove-back); stroke: var(--remove-border); }
    .remove text { fill: var(--remove-text); }
    .bad rect { fill: var(--bad-back); stroke: var(--bad-border); }
    .bad text { fill: var(--bad-text); }
    .unknown rect { fill: var(--unknown-back); stroke: var(--unknown-border); }
    .unknown text { fill: var(--unknown-text); }
    .chip.good, .tiles .good { background: var(--good-back); color: var(--good-text); border-color: var(--good-border); }
    .chip.add, .tiles .add { background: var(--add-back); color: var(--add-text); border-color: var(--add-border); }
    .chip.change, .tiles .change { background: var(--change-back); color: var(--change-text); border-color: var(--change-border); }
    .chip.remove, .tiles .remove { background: var(--remove-back); color: var(--remove-text); border-color: var(--remove-border); }
    .chip.bad, .tiles .bad { background: var(--bad-back); color: var(--bad-text); border-color: var(--bad-border); }
    .chip.unknown { background: var(--unknown-back); color: var(--unknown-text); border-color: var(--unknown-border); }
    .tiles .none { color: var(--quiet); border-color: var(--border); background: var(--panel); }
    footer { color: var(--quiet); font-size: 13px; }
    @media print { #tools { display: none; } .board { max-height: none; } body { max-width: none; } }

    """
}
