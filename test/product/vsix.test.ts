import assert from 'node:assert/strict';
import { packageExtension } from './packaging';
import { machinePaths } from './project';
import { unzip } from './zip';

describe('the packaged extension', function () {
  this.timeout(60_000);
  let archive: Buffer;
  let said: string;
  let files: ReadonlyMap<string, Buffer>;

  before(async () => {
    ({ archive, said } = await packageExtension());
    files = unzip(archive);
  });

  it('is packaged without a warning', () => assert.doesNotMatch(said, /warning/i));

  it('holds these files and no others', () => {
    const listed = [...files.keys()].map((name) => name.replace(/^(extension\/dist\/extension\/).+\.js$/, '$1*.js'));
    assert.deepEqual([...new Set(listed)].sort(), [
      '[Content_Types].xml',
      'extension.vsixmanifest',
      'extension/LICENSE.txt',
      'extension/SECURITY.md',
      'extension/changelog.md',
      'extension/dist/THIRD_PARTY_NOTICES.txt',
      'extension/dist/extension.js',
      'extension/dist/extension/*.js',
      'extension/dist/llhttp.wasm',
      'extension/media/examples/tour.dt.http',
      'extension/media/explained.webp',
      'extension/media/icon.png',
      'extension/package.json',
      'extension/readme.md',
      'extension/syntaxes/dt-catalogue.schema.json',
      'extension/syntaxes/dt-environment.schema.json',
      'extension/syntaxes/dt-http-answer.tmLanguage.json',
      'extension/syntaxes/dt-http.snippets.json',
      'extension/syntaxes/dt-http.tmLanguage.json',
      'extension/syntaxes/language-configuration.json',
    ]);
  });

  it('is smaller than 500 kB', () => assert.ok(archive.length < 500_000, `${archive.length} bytes`));

  it('says nothing about the machine it was made on, and names no source map', () => {
    for (const [name, content] of files) {
      const text = content.toString('latin1');
      for (const place of machinePaths) assert.ok(!text.includes(place), `${place} in ${name}`);
      assert.ok(!text.includes('sourceMappingURL'), name);
    }
  });

  it('names the packages it contains, with their licences', () => {
    const notices = files.get('extension/dist/THIRD_PARTY_NOTICES.txt')?.toString() ?? '';
    const named = [...notices.matchAll(/-{80}\n\n([\w@/-]+)/g)].map((match) => match[1]);
    assert.deepEqual(named, ['dayjs', 'dotenv', 'fast-xml-builder', 'fzstd', 'json-p3', 'jsonc-parser', 'path-expression-matcher', 'undici', 'xml-naming', 'zod']);
    // MIT, and for dotenv BSD.
    const licences = notices.match(/Permission is hereby granted, free of charge|Redistribution and use in source and binary forms/g);
    assert.equal(licences?.length, named.length);
  });

  it('needs no package at run time', () => {
    const manifest = JSON.parse(files.get('extension/package.json')?.toString() ?? '{}') as { dependencies?: unknown };
    assert.equal(manifest.dependencies, undefined);
  });
});
