/// The script of the page: the filter, and nothing else.
enum PageScript {
  /// The script's SHA-256 in Base64 for the page's content security policy; a test checks it.
  static let hash = "sha256-DrLfX7Z94FyPtVWHhFUlapgu/Na+Ke+33uDZu/N7swc="

  /// The script.
  ///
  /// `#filter=WORDS` and `#changes` in the page's URL preset the filter.
  static let text = """

    'use strict';
    const tools = document.getElementById('tools');
    const filter = document.getElementById('filter');
    const changes = document.getElementById('open-only');
    const shown = document.getElementById('shown');
    const items = Array.from(document.querySelectorAll('[data-find]'));
    const hostnames = document.querySelectorAll('.hostname');
    const groups = document.querySelectorAll('.group');
    const folded = Array.from(document.querySelectorAll('details:not([open])'));

    function show() {
      const words = filter.value.toLowerCase().split(/\\s+/).filter(Boolean);
      let matching = 0;
      for (const item of items) {
        const matches = words.every((word) => item.dataset.find.includes(word)) && (!changes.checked || 'open' in item.dataset);
        item.hidden = !matches;
        if (matches) matching += 1;
      }
      for (const group of groups) group.hidden = !group.querySelector('.hostname:not([hidden])');
      for (const table of folded) table.open = words.length > 0;
      const names = document.querySelectorAll('.hostname:not([hidden])').length;
      if (matching === items.length) shown.value = '';
      else if (matching === 0) shown.value = 'No matches';
      else shown.value = names + ' of ' + hostnames.length + (hostnames.length === 1 ? ' hostname' : ' hostnames');
    }

    function preset() {
      const fragment = new URLSearchParams(location.hash.slice(1));
      filter.value = fragment.get('filter') || '';
      changes.checked = fragment.has('changes');
      show();
    }

    tools.addEventListener('submit', (event) => event.preventDefault());
    tools.addEventListener('input', show);
    window.addEventListener('hashchange', preset);
    tools.hidden = false;
    preset();

    """
}
