/** Longest name of an answer's tab, in UTF-16 code units. */
const longest = 40;

/**
 * What the tab of an answer is called: the request's name, or the title of its block, or its method
 * with the last two segments of its path. Holds nothing that could not stand in a file's name.
 *
 * @param request Method and target, as a report gives them: `GET /v2/projects/x/devices/y?z=1`.
 */
export function answerTitle({ name, title }: { readonly name?: string; readonly title?: string }, request: string): string {
  const wanted = (name ?? title ?? shortRequest(request)).replace(/[\\/]+/g, '∕').replace(/[?#%\p{Cc}\s]+/gu, ' ').trim();
  return wanted.length > longest ? `${wanted.slice(0, longest - 1).trimEnd()}…` : wanted || 'request';
}

/** `GET devices/y` */
function shortRequest(request: string): string {
  const [, method = '', target = ''] = /^(\S*)\s*(.*)$/s.exec(request) ?? [];
  const path = target.replace(/[?#].*$/s, '').replace(/^[a-z]+:\/\//i, '');
  return `${method} ${path.split('/').filter((segment) => segment !== '').slice(-2).join('/')}`;
}
