/** The parts of `package.json` that the README repeats. */
export interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
    readonly menus: { readonly commandPalette: readonly { readonly command: string; readonly when: string }[] };
    readonly keybindings: readonly { readonly command: string; readonly key: string; readonly mac?: string }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, { readonly default: unknown; readonly markdownDescription?: string; readonly description?: string }>>;
    };
  };
}

/** The README's text with its tables of commands and settings as they follow from the manifest. */
export function withTables(readme: string, manifest: Manifest): string {
  return replaced(replaced(readme, 'commands', commands(manifest)), 'settings', settings(manifest));
}

function commands({ contributes: { commands, keybindings, menus } }: Manifest): string {
  const hidden = new Set(menus.commandPalette.filter(({ when }) => when === 'false').map(({ command }) => command));
  const rows = commands
    .filter(({ command }) => !hidden.has(command))
    .map(({ command, title, category }) => {
      const binding = keybindings.find((candidate) => candidate.command === command);
      return [`${category}: ${title}`, `\`${command}\``, binding ? keys(binding) : ''];
    });
  return table(['command', 'id', 'key'], rows);
}

function keys({ key, mac }: Manifest['contributes']['keybindings'][number]): string {
  const capital = (text: string) => text.replace(/\b[a-z]/g, (letter) => letter.toUpperCase());
  return mac === undefined ? capital(key) : `${capital(key)}, on macOS ${capital(mac)}`;
}

function settings({ contributes }: Manifest): string {
  const rows = Object.entries(contributes.configuration.properties).map(([name, { default: standard, markdownDescription, description }]) => [
    `\`${name}\``,
    `\`${JSON.stringify(standard)}\``,
    // `#name#` is a link to a setting, in the editor alone.
    (markdownDescription ?? description ?? '').replace(/`#([\w.]+)#`/g, '`$1`'),
  ]);
  return table(['setting', 'default', 'meaning'], rows);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('\n', ' ')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** What stands between the marks `<!-- name -->` and `<!-- /name -->` becomes `content`. */
function replaced(text: string, name: string, content: string): string {
  const [start, end] = [`<!-- ${name}: npm run docs -->`, `<!-- /${name} -->`];
  const [from, to] = [text.indexOf(start), text.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`The README has no "${start}" … "${end}".`);
  return `${text.slice(0, from + start.length)}\n${content}\n${text.slice(to)}`;
}
