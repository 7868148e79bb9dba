/// The frame of a self-contained HTML page, whose content security policy allows no requests.
struct PageFrame {
  /// The command that made the page.
  let command: String
  let owner: String
  /// What follows the command in the title; HTML.
  let title: String
  /// The contents of the header below the command and the owner; HTML.
  let header: String
  /// What is between the header and the footer; HTML.
  let body: String
  /// Whether the page has the script of the filter; without it, the policy allows none.
  var hasScript = false

  /// The page.
  var text: String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta http-equiv="Content-Security-Policy" content="\(policy)">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <meta name="referrer" content="no-referrer">
    <title>apim-dns \(command): \(title)</title>
    <style>\(PageStyle.text)</style>
    </head>
    <body>
    <header>
    <p class="kicker">apim-dns \(command) · owner <b>\(HTMLText.escaped(owner))</b></p>
    \(header)
    </header>
    \(body)
    <footer>Made by apim-dns \(HelpText.version). This page is self-contained and loads nothing.</footer>
    \(hasScript ? "<script>\(PageScript.text)</script>\n" : "")</body>
    </html>

    """
  }

  private var policy: String {
    let script = hasScript ? "script-src '\(PageScript.hash)'; " : ""
    return "default-src 'none'; style-src '\(PageStyle.hash)'; \(script)base-uri 'none'; form-action 'none'"
  }
}
