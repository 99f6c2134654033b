import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { packageExtension } from '../../product/packaging';
import { root, runNode } from '../../product/project';

// Each gives the path of a VSIX in `folder`. The floors are packaged under our own name, so that
// the editor is told the same whatever is measured.

/** The product, as it is built. */
export async function productExtension(folder: string): Promise<string> {
  const file = path.join(folder, 'dt-http.vsix');
  await writeFile(file, (await packageExtension()).archive);
  return file;
}

/** The floor of activation: an extension that does nothing. */
export function emptyExtension(folder: string): Promise<string> {
  return pack(folder, 'empty', 'exports.activate = () => undefined;\n', { activationEvents: ['onLanguage:dt-http'] });
}

/** The floor of all that has to do with lenses: the shortest provider of a lens for each request that works. */
export function lensExtension(folder: string): Promise<string> {
  return pack(folder, 'lens', lensProvider, { contributes: { languages: [{ id: languageId, extensions: ['.dt.http'] }] } });
}

/** The same with the product's language configuration and grammar: what colours cost the editor is in it. */
export async function colouredLensExtension(folder: string): Promise<string> {
  const { contributes } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { contributes: Record<'languages' | 'grammars', { id?: string; language?: string }[]> };
  const languages = contributes.languages.filter(({ id }) => id === languageId);
  const grammars = contributes.grammars.filter(({ language }) => language === languageId);
  return pack(folder, 'coloured', lensProvider, { contributes: { languages, grammars } }, ['syntaxes']);
}

const languageId = 'dt-http';

const lensProvider = `const vscode = require('vscode');
const provideCodeLenses = (document) => {
  const lenses = [];
  for (const [line, text] of document.getText().split(/\\r?\\n/).entries()) {
    if (!/^(GET|POST|PUT|PATCH|DELETE) /.test(text)) continue;
    const command = { title: '$(play)\u00a0Run', command: 'dtHttp.run', arguments: [document.uri, line] };
    lenses.push(new vscode.CodeLens(new vscode.Range(line, 0, line, text.length), command));
  }
  return lenses;
};
exports.activate = ({ subscriptions }) => subscriptions.push(vscode.languages.registerCodeLensProvider({ language: 'dt-http' }, { provideCodeLenses }));
`;

/** @param copied Folders of the project that go into it. */
async function pack(folder: string, title: string, code: string, more: object, copied: readonly string[] = []): Promise<string> {
  const { name, publisher, version, engines } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as Record<string, unknown>;
  const source = path.join(folder, title);
  await mkdir(source);
  await writeFile(path.join(source, 'package.json'), JSON.stringify({ name, publisher, version, engines, main: './extension.js', ...more }));
  await writeFile(path.join(source, 'extension.js'), code);
  for (const each of copied) await cp(path.join(root, each), path.join(source, each), { recursive: true });
  const file = path.join(folder, `${title}.vsix`);
  const vsce = [path.join(root, 'node_modules/@vscode/vsce/vsce'), 'package', '--no-dependencies', '--allow-missing-repository', '--skip-license'];
  const { code: end, out, err } = await runNode([...vsce, '--out', file], { cwd: source });
  if (end !== 0) throw new Error(`The extension "${title}" could not be packaged: ${out}${err}`);
  return file;
}
