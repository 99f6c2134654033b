import assert from 'node:assert/strict';
import { parseWrittenPath } from '../../../../src/app/files/writtenPath';

/** What a path is, in short: `relative a|b`, `refused home`. */
function told(written: string, isWindows: boolean): string {
  const parts = parseWrittenPath(written, isWindows);
  switch (parts.kind) {
    case 'refused':
      return `refused ${parts.reason}`;
    case 'drive':
      return `${parts.drive} ${parts.segments.join('|')}`;
    case 'server':
      return `//${parts.server} ${parts.segments.join('|')}`;
    default:
      return `${parts.kind} ${parts.segments.join('|')}`;
  }
}

describe('app/writtenPath', () => {
  const both: readonly (readonly [string, string])[] = [
    ['a.json', 'relative a.json'],
    ['./a.json', 'relative .|a.json'],
    ['../b//a.json', 'relative ..|b|a.json'],
    ['/a/b.json', 'rooted a|b.json'],
    ['100%25 #1 ÅØ 日本.json', 'relative 100%25 #1 ÅØ 日本.json'],
    ['~', 'relative ~'],
    ['~a/b', 'relative ~a|b'],
    ['a/~/b', 'relative a|~|b'],
    ['datafile:', 'refused not-a-path'],
    ['.gitignore', 'relative .gitignore'],
    ['...', 'relative ...'],
    ['', 'refused empty'],
    [' \t', 'refused empty'],
    ['a\0b', 'refused not-a-path'],
    ['a\nb', 'refused not-a-path'],
    ['a\ud800b', 'refused not-a-path'],
    ['https://x/y.json', 'refused not-a-path'],
    ['HTTP://x', 'refused not-a-path'],
    ['file:///etc/passwd', 'refused not-a-path'],
    ['file:a.json', 'refused not-a-path'],
    ['data:text/plain,x', 'refused not-a-path'],
    ['~/a.json', 'refused home'],
    ['a/', 'refused folder'],
    ['.', 'refused folder'],
    ['a/..', 'refused folder'],
    ['/', 'refused folder'],
  ];
  const posix: readonly (readonly [string, string])[] = [
    ...both.filter(([written]) => written !== 'datafile:' && written !== '...'),
    ['datafile:', 'relative datafile:'],
    ['...', 'relative ...'],
    ['a\\b.json', 'relative a\\b.json'],
    ['a:b', 'relative a:b'],
    ['NUL', 'relative NUL'],
    ['what?.json', 'relative what?.json'],
    ['//a/b', 'rooted a|b'],
    ['C:\\a.json', 'refused windows-path'],
    ['c:/a.json', 'refused windows-path'],
    ['\\\\server\\share\\a.json', 'refused windows-path'],
    ['~\\a', 'relative ~\\a'],
  ];
  const windows: readonly (readonly [string, string])[] = [
    ...both.filter(([written]) => written !== '...'),
    ['...', 'refused not-a-path'],
    ['a\\b/c.json', 'relative a|b|c.json'],
    ['..\\a.json', 'relative ..|a.json'],
    ['\\a.json', 'rooted a.json'],
    ['C:\\a\\b.json', 'C: a|b.json'],
    ['c:/a.json', 'c: a.json'],
    ['C:\\', 'refused folder'],
    ['C:', 'refused not-a-path'],
    ['C:a.json', 'refused not-a-path'],
    ['\\\\server\\share\\a.json', '//server share|a.json'],
    ['//server/share/a.json', '//server share|a.json'],
    ['\\\\server\\share', 'refused folder'],
    ['\\\\server', 'refused not-a-path'],
    ['\\\\?\\C:\\a.json', 'refused not-a-path'],
    ['\\\\.\\COM1', 'refused not-a-path'],
    ['\\\\a b\\c\\d', 'refused not-a-path'],
    ['~\\a', 'refused home'],
    ['a\\', 'refused folder'],
    ...['nul', 'NUL.txt', 'con', 'Prn.tar.gz', 'aux', 'COM1', 'com0', 'COM¹', 'LPT9.log', 'CONIN$', 'nul .txt', 'sub\\nul\\a.txt']
      .map((name) => [name, 'refused not-a-path'] as const),
    ...['a.txt:x', 'a.txt::$DATA', 'a.', 'a ', 'b./a', 'a?', 'a*', 'a|b', 'a<b', 'a"b', 'a\tb'].map((name) => [name, 'refused not-a-path'] as const),
    ...['nullable.txt', 'common.json', 'COM10', 'a.nul', 'console'].map((name) => [name, `relative ${name}`] as const),
  ];

  for (const [written, expected] of posix) {
    it(`elsewhere: ${JSON.stringify(written)} is ${expected}`, () => assert.equal(told(written, false), expected));
  }
  for (const [written, expected] of windows) {
    it(`Windows: ${JSON.stringify(written)} is ${expected}`, () => assert.equal(told(written, true), expected));
  }
});
