import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { inEmptyFolder, root, runNode } from './project';

export interface Packaged {
  readonly archive: Buffer;
  /** What the packager printed. */
  readonly said: string;
}

/** `npm run package` of what is built, without leaving a file behind. */
export async function packageExtension(): Promise<Packaged> {
  const { scripts } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8')) as { scripts: { package: string } };
  const [, options] = /vsce package (.*) --out \S+$/.exec(scripts.package) ?? [];
  assert.ok(options, 'the script "package" calls vsce');
  return inEmptyFolder(async (folder) => {
    const file = path.join(folder, 'dt-http.vsix');
    const { code, out, err } = await runNode(['node_modules/@vscode/vsce/vsce', 'package', ...options.split(' '), '--out', file]);
    assert.equal(code, 0, out + err);
    return { archive: await readFile(file), said: out + err };
  });
}
