import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { answerScheme, answerSuffix, catalogueScheme, commandId, foreignLanguageIds, imageScheme, languageId, linkCommandId, paletteCommandId, previewSuffix, sandboxRunsKey } from '../../src/editor/ids';

interface Item {
  readonly command: string;
  readonly when?: string;
}

interface Manifest {
  readonly engines: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly activationEvents?: unknown;
  readonly capabilities: { readonly untrustedWorkspaces: { readonly supported: unknown; readonly restrictedConfigurations: readonly string[] } };
  readonly contributes: {
    readonly languages: readonly { readonly id: string; readonly extensions?: readonly string[]; readonly filenamePatterns?: readonly string[] }[];
    readonly grammars: readonly { readonly language: string; readonly path: string }[];
    readonly commands: readonly { readonly command: string; readonly title: string; readonly category?: string }[];
    readonly menus: Readonly<Record<string, readonly Item[]>>;
    readonly keybindings: readonly (Item & { readonly key: string; readonly mac?: string })[];
    readonly configuration: { readonly properties: Readonly<Record<string, Setting>> };
    readonly configurationDefaults: Readonly<Record<string, unknown>>;
  };
}

interface Setting {
  readonly type?: unknown;
  readonly default?: unknown;
  readonly scope?: string;
  readonly markdownDescription?: string;
}

/** Scopes of the editor's settings. */
const scopes = ['application', 'machine', 'machine-overridable', 'window', 'resource', 'language-overridable'];

describe('manifest', () => {
  const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as Manifest;
  const { contributes } = manifest;
  const commands = contributes.commands.map(({ command }) => command);
  const inPalette = contributes.menus['commandPalette'] ?? [];

  it('has the commands that the code has for the palette, and no others', () => {
    assert.deepEqual([...commands].sort(), Object.values(paletteCommandId).sort());
  });

  it('gives no command two meanings', () => {
    assert.equal(new Set(Object.values(commandId)).size, Object.keys(paletteCommandId).length + Object.keys(linkCommandId).length);
  });

  it('lets no workspace say where requests, credentials and values go', () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    const { properties } = contributes.configuration;
    assert.equal(properties['dtHttp.allowedHosts']?.scope, 'machine');
    for (const [name, { scope = '' }] of Object.entries(properties)) {
      assert.ok(['machine', 'application'].includes(scope) || restrictedConfigurations.includes(name), name);
    }
  });

  it('calls every command "DT: Like This"', () => {
    for (const { title, category } of contributes.commands) {
      assert.equal(category, 'DT', title);
      assert.match(title, /^[A-Z][A-Za-z]*( (a|and|as|cURL|from|the|with|[A-Z][A-Za-z]*))*…?$/);
    }
  });

  it('names only its own commands in menus and keys', () => {
    const named = [...Object.values(contributes.menus).flat(), ...contributes.keybindings].map(({ command }) => command);
    assert.deepEqual(named.filter((command) => !commands.includes(command)), []);
  });

  const ofRequests = ['run', 'runFromHere', 'runAll', 'runSelected', 'preview', 'cancel', 'renewAndRetry'] as const;
  for (const command of ofRequests.map((name) => paletteCommandId[name])) {
    it(`offers ${command} where there is a request: palette and keys`, () => {
      assert.equal(inPalette.find((item) => item.command === command)?.when, `editorLangId == ${languageId}`);
      for (const { when } of contributes.keybindings.filter((item) => item.command === command)) {
        assert.ok(when?.includes(`editorLangId == ${languageId}`), when);
      }
    });
  }

  it('offers to run other files where they are request files, or where text is selected', () => {
    const when = (menu: string) => contributes.menus[menu]?.find((item) => item.command === paletteCommandId.runHere)?.when ?? '';
    for (const menu of ['commandPalette', 'editor/context']) {
      assert.ok(when(menu).includes(`editorLangId =~ /^(${foreignLanguageIds.join('|')})$/`), menu);
      assert.ok(when(menu).includes('editorHasSelection'), menu);
    }
  });

  it('offers to save an answer where there is one', () => {
    for (const menu of ['commandPalette', 'editor/context', 'editor/title']) {
      const when = contributes.menus[menu]?.find((item) => item.command === paletteCommandId.saveAnswer)?.when ?? '';
      assert.ok(when.includes(`resourceScheme == ${answerScheme} && resourceFilename =~ /${answerSuffix}$/`), menu);
      assert.ok(when.includes(`resourceScheme == ${imageScheme}`), menu);
    }
  });

  it('warns of names that production environments have, and no workspace turns that off unseen', () => {
    assert.deepEqual(contributes.configuration.properties['dtHttp.warnEnvironments']?.default, ['prod', 'production', 'live']);
    assert.ok(manifest.capabilities.untrustedWorkspaces.restrictedConfigurations.includes('dtHttp.warnEnvironments'));
  });

  it('offers to start the sandbox or to stop it, whichever can be done', () => {
    const when = (command: string) => inPalette.find((item) => item.command === command)?.when;
    assert.equal(when(paletteCommandId.startSandbox), `!${sandboxRunsKey}`);
    assert.equal(when(paletteCommandId.stopSandbox), sandboxRunsKey);
  });

  it('has a key for the Mac beside each key', () => {
    for (const { key, mac } of contributes.keybindings) assert.equal(mac, key.replace('ctrl', 'cmd'));
  });

  it('lists no activation event that the editor derives by itself', () => {
    assert.equal(manifest.activationEvents, undefined);
  });

  it('says of every setting what it is, what it defaults to and where it may be set', () => {
    for (const [name, { type, default: value, scope, markdownDescription }] of Object.entries(contributes.configuration.properties)) {
      assert.match(name, /^dtHttp\./);
      assert.ok(type !== undefined && value !== undefined, name);
      assert.ok(scopes.includes(scope ?? ''), `${name} has the scope ${scope}`);
      assert.ok((markdownDescription ?? '').length > 20, `${name} is described`);
    }
  });

  it('restricts only settings that exist', () => {
    const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
    assert.deepEqual(restrictedConfigurations.filter((name) => !(name in contributes.configuration.properties)), []);
  });

  it('is compiled against the editor it asks for', () => {
    assert.equal(manifest.engines['vscode'], manifest.devDependencies['@types/vscode']);
    const installed = JSON.parse(readFileSync('node_modules/@types/vscode/package.json', 'utf8')) as { readonly version: string };
    assert.equal(`^${installed.version}`, manifest.engines['vscode']);
  });

  it('knows its files by their names', () => {
    const language = (id: string) => contributes.languages.find((candidate) => candidate.id === id);
    assert.deepEqual(language(languageId)?.extensions, ['.dt.http']);
    assert.deepEqual(language('dt-http-answer')?.filenamePatterns, [`*${answerSuffix}`, `*${previewSuffix}`]);
  });

  it('has a grammar for each language', () => {
    for (const { id } of contributes.languages) {
      const grammar = contributes.grammars.find(({ language }) => language === id);
      assert.ok(grammar, id);
      assert.ok(JSON.parse(readFileSync(grammar.path, 'utf8')));
    }
  });

  it('shows the pages of the catalogue as pages', () => {
    assert.deepEqual(contributes.configurationDefaults['workbench.editorAssociations'], { [`${catalogueScheme}:/*.md`]: 'vscode.markdown.preview.editor' });
  });
});
