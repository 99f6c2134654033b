import assert from 'node:assert/strict';
import { type Place, resolvePlace, type WrittenPath } from '../../../../src/app/files/filePlaces';
import { memoryFiles } from '../../../helpers/memoryFiles';

const shown = (place: Place) => (place.kind === 'refused' ? `refused ${place.reason}` : `${place.kind} ${place.uri}`);

interface Case {
  readonly written: string;
  readonly source?: string;
  readonly root?: string | undefined;
  readonly isWindows?: boolean;
  readonly links?: Readonly<Record<string, string>>;
  readonly purpose?: 'read' | 'write';
  readonly expected: string;
}

async function check({ written, links = {}, purpose, expected, ...rest }: Case): Promise<void> {
  const path: WrittenPath = { source: 'file:///ws/requests/a.dt.http', root: 'file:///ws', ...rest, written };
  const purposes = purpose === undefined ? (['read', 'write'] as const) : [purpose];
  for (const one of purposes) assert.equal(shown(await resolvePlace(memoryFiles({}, links), path, one)), expected, one);
}

function table(cases: Readonly<Record<string, Case>>): void {
  for (const [title, row] of Object.entries(cases)) it(title, () => check(row));
}

describe('app/filePlaces: where a path leads', () => {
  table({
    'from the folder of the request file': { written: 'b.json', expected: 'inside file:///ws/requests/b.json' },
    'up and down': { written: '../data/./b.json', expected: 'inside file:///ws/data/b.json' },
    'above the root': { written: '../../b.json', expected: 'outside file:///b.json' },
    'above everything': { written: '../../../../../b.json', expected: 'outside file:///b.json' },
    'the root itself': { written: '../../ws', expected: 'outside file:///ws' },
    'beside the root with its name in front': { written: '../../ws2/b.json', expected: 'outside file:///ws2/b.json' },
    'from the root of the machine': { written: '/etc/b.json', expected: 'outside file:///etc/b.json' },
    'from the root of the machine, inside': { written: '/ws/b.json', expected: 'inside file:///ws/b.json' },
    'a root with a slash at the end': { written: 'b.json', root: 'file:///ws/', expected: 'inside file:///ws/requests/b.json' },
    'the whole machine as root': { written: '/etc/b.json', root: 'file:///', expected: 'inside file:///etc/b.json' },
    'no root: the folder': { written: 'b.json', root: undefined, expected: 'inside file:///ws/requests/b.json' },
    'no root: its parent': { written: '../b.json', root: undefined, expected: 'outside file:///ws/b.json' },
    'names are not encoded': { written: 'a%20b#1?ø +.json', expected: 'inside file:///ws/requests/a%2520b%231%3F%C3%B8%20%2B.json' },
    'URIs are': {
      written: '100%.json',
      source: 'file:///w%20s/r%23%C3%B8/a.dt.http',
      root: 'file:///w%20s',
      expected: 'inside file:///w%20s/r%23%C3%B8/100%25.json',
    },
    'a name of the path rules': { written: 'sub/', expected: 'refused folder' },
    'nothing': { written: '  ', expected: 'refused empty' },
    'the home folder': { written: '~/b.json', expected: 'refused home' },
    'a URL': { written: 'https://x/b.json', expected: 'refused not-a-path' },
    'a path of Windows elsewhere': { written: 'C:\\b.json', expected: 'refused windows-path' },
  });
});

describe('app/filePlaces: request files that are elsewhere', () => {
  table({
    'untitled': { written: 'b.json', source: 'untitled:Untitled-1', expected: 'refused untitled' },
    'untitled with the name it will have': { written: 'b.json', source: 'untitled:/ws/a.dt.http', expected: 'refused untitled' },
    'no path': { written: 'b.json', source: 'memory', expected: 'refused untitled' },
    'a virtual workspace': {
      written: '../b c.json',
      source: 'vscode-vfs://github/owner/repo/sub/a.dt.http',
      root: 'vscode-vfs://github/owner/repo',
      expected: 'inside vscode-vfs://github/owner/repo/b%20c.json',
    },
    'a virtual workspace without authority': { written: '/x/b.json', source: 'memfs:/ws/a.dt.http', root: 'memfs:/ws', expected: 'outside memfs:/x/b.json' },
    'a root of another scheme': { written: 'b.json', root: 'vscode-vfs://github/ws', expected: 'outside file:///ws/requests/b.json' },
    'a query': { written: 'b.json', source: 'memfs:/ws/a.dt.http?x=/y', root: 'memfs:/ws', expected: 'inside memfs:/ws/b.json' },
  });
});

describe('app/filePlaces: Windows', () => {
  const drive = { source: 'file:///c%3A/ws/requests/a.dt.http', root: 'file:///C:/ws' };
  const share = { source: 'file://server/share/ws/a.dt.http', root: 'file://SERVER/share/ws' };
  table({
    'both slashes': { ...drive, written: '..\\data/b.json', expected: 'inside file:///C:/ws/data/b.json' },
    'a drive, whatever its case': { ...drive, written: 'c:\\ws\\b.json', expected: 'inside file:///C:/ws/b.json' },
    'another drive': { ...drive, written: 'D:\\ws\\b.json', expected: 'outside file:///D:/ws/b.json' },
    'the root of the drive': { ...drive, written: '\\b.json', expected: 'outside file:///c:/b.json' },
    'above the drive': { ...drive, written: '..\\..\\..\\..\\b.json', expected: 'outside file:///c:/b.json' },
    'above a drive that is named': { ...drive, written: 'D:\\..\\..\\b.json', expected: 'outside file:///D:/b.json' },
    'a server': { ...drive, written: '\\\\server\\share\\b.json', expected: 'outside file://server/share/b.json' },
    'above a share': { ...drive, written: '\\\\server\\share\\..\\..\\b.json', expected: 'outside file://server/share/b.json' },
    'on a share': { ...share, written: '.\\b.json', expected: 'inside file://SERVER/share/ws/b.json' },
    'the root of the share': { ...share, written: '\\b.json', expected: 'outside file://server/share/b.json' },
    'a device': { ...drive, written: 'sub\\NUL.json', expected: 'refused not-a-path' },
    'a stream': { ...drive, written: 'b.json:x', expected: 'refused not-a-path' },
    'said by the caller': { written: 'NUL', isWindows: true, expected: 'refused not-a-path' },
    'denied by the caller': { ...drive, written: 'a\\b', isWindows: false, expected: 'inside file:///C:/ws/requests/a%5Cb' },
    'a folder with a dot': { ...drive, written: '..\\.git\\config', purpose: 'write', expected: 'refused dot-folder' },
  });
});

describe('app/filePlaces: links', () => {
  const inside = { 'file:///ws/in': 'file:///ws/data' };
  const out = { 'file:///ws/out': 'file:///etc' };
  table({
    'from inside to inside': { written: '../in/b.json', links: inside, expected: 'inside file:///ws/data/b.json' },
    'out of the root': { written: '../out/b.json', links: out, expected: 'outside file:///etc/b.json' },
    'a file that is a link out': { written: 'b.json', links: { 'file:///ws/requests/b.json': 'file:///etc/b' }, expected: 'outside file:///etc/b' },
    'out, by two links': { written: '../in/out/b', links: { ...inside, 'file:///ws/data/out': 'file:///etc' }, expected: 'outside file:///etc/b' },
    'from outside in': { written: '/away/b', links: { 'file:///away': 'file:///ws' }, expected: 'inside file:///ws/b' },
    'the root is one': { written: 'b', links: { 'file:///ws': 'file:///disk2/ws' }, expected: 'inside file:///ws/requests/b' },
    'the root is one, the path is real': { written: '/disk2/ws/b', links: { 'file:///ws': 'file:///disk2/ws' }, expected: 'inside file:///ws/b' },
    'the folder of the request is one, out': { written: 'b', links: { 'file:///ws/requests': 'file:///else' }, expected: 'outside file:///else/b' },
  });
});

describe('app/filePlaces: what is not written', () => {
  const dots = { 'file:///ws/plain': 'file:///ws/.git', 'file:///ws/.dots': 'file:///ws/data' };
  table({
    'a folder with a dot': { written: '../.git/hooks/b', purpose: 'write', expected: 'refused dot-folder' },
    'read it may be': { written: '../.git/hooks/b', purpose: 'read', expected: 'inside file:///ws/.git/hooks/b' },
    'further down': { written: 'a/.b/c/d', purpose: 'write', expected: 'refused dot-folder' },
    'reached by a link': { written: '../plain/b', links: dots, purpose: 'write', expected: 'refused dot-folder' },
    'itself a link': { written: '../.dots/b', links: dots, purpose: 'write', expected: 'refused dot-folder' },
    'a file with a dot': { written: '.answer.json', purpose: 'write', expected: 'refused settings-file' },
    'an environment file': { written: 'http-client.env.json', purpose: 'write', expected: 'refused settings-file' },
    'a request file': { written: 'other.dt.http', purpose: 'write', expected: 'refused request-file' },
    'above the root dots are fine': {
      written: 'b',
      source: 'file:///home/.config/ws/a.dt.http',
      root: 'file:///home/.config/ws',
      purpose: 'write',
      expected: 'inside file:///home/.config/ws/b',
    },
    'the request file': { written: './a.dt.http', purpose: 'write', expected: 'refused request-file' },
    'the request file by a link': { written: 'b', links: { 'file:///ws/requests/b': 'file:///ws/requests/a.dt.http' }, purpose: 'write', expected: 'refused request-file' },
    'the request file may be read': { written: 'a.dt.http', purpose: 'read', expected: 'inside file:///ws/requests/a.dt.http' },
  });
});
