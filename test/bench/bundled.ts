import { createRequire } from 'node:module';
import path from 'node:path';
import { compileFunction } from 'node:vm';
import { build } from 'esbuild';

/**
 * Bundles `source` (TypeScript, with imports as from the project's root) as the product is bundled,
 * and loads it. In the build of the tests each use of another module is a call of a getter, which
 * would be measured too. Works from the project's root.
 */
export async function bundled(source: string): Promise<unknown> {
  const { outputFiles } = await build({
    stdin: { contents: source, resolveDir: '.', loader: 'ts' },
    bundle: true,
    format: 'cjs',
    platform: 'node',
    mainFields: ['module', 'main'],
    target: 'node20.18',
    minify: true,
    write: false,
  });
  const module = { exports: {} as unknown };
  const load = compileFunction(outputFiles[0]?.text ?? '', ['module', 'require']) as (module: object, require: NodeJS.Require) => void;
  load(module, createRequire(path.resolve('package.json')));
  return module.exports;
}
