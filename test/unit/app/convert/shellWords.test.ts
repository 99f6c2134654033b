import assert from 'node:assert/strict';
import { commandsIn, type Shell, shellOf, type Word } from '../../../../src/app/convert/shellWords';

const shown = (word: Word) => word.map((piece) => (typeof piece === 'string' ? piece : 'variable' in piece ? `«${piece.variable}»` : `‹${piece.command}›`)).join('');
const words = (text: string, shell: Shell) => commandsIn(text, shell).map((command) => command.map(shown));

describe('words of a shell', () => {
  const cases: readonly (readonly [shell: Shell, text: string, ...commands: readonly (readonly string[])[]])[] = [
    ['bash', ''],
    ['bash', ' a  b\tc ', ['a', 'b', 'c']],
    ['bash', `a'b "c'd"e 'f"`, [`ab "cde 'f`]],
    ['bash', `'' "" $''`, ['', '', '']],
    ['bash', `"a\\"b\\\\c\\$d\\\`e\\f"`, [`a"b\\c$d\`e\\f`]],
    ['bash', `a\\ b \\'c`, ['a b', "'c"]],
    ['bash', 'a \\\n b \\\r\n c', ['a', 'b', 'c']],
    ['bash', '"a\\\nb"', ['ab']],
    ['bash', `$'a\\n\\t\\\\\\'\\"\\x41\\101\\u00e9\\U1F321\\q'`, [`a\n\t\\'"AAé🌡\\q`]],
    ['bash', `$'\\xc3\\xa4'`, ['ä']],
    ['bash', `$'\\cA\\ca\\c[\\c?\\c\\\\\\c'`, ['\x01\x01\x1b\x7f\x1c\\c']],
    ['bash', `$'\\x{41}\\x{c3}\\x{a4}\\x{4142}\\777\\u\\xg' $'a\\0b'c$'d\\u0000e'`, ['AäB\ufffd\\u\\xg', 'acd']],
    ['bash', `"$A$B-\${C}" '$A' $1`, ['«A»«B»-«C»', '$A', '$1']],
    ['bash', 'x "$(date "+%s")" `id` ${A:-b}', ['x', '‹$(date "+%s")›', '‹`id`›', '‹${A:-b}›']],
    ['bash', 'a b; c && d | e\nf', ['a', 'b'], ['c'], ['d'], ['e'], ['f']],
    ['bash', '# not this\na # nor this\nb#c', ['a'], ['b#c']],
    ['bash', `a 'never closed`, ['a', 'never closed']],
    ['bash', `a "$(never closed`, ['a', '‹$(never closed›']],
    ['bash', 'a\\', ['a']],
    ['cmd', `curl ^"http://x/?a=1^&b=2^" ^\r\n  -H ^"a: \\^"b\\^"^"`, ['curl', 'http://x/?a=1&b=2', '-H', 'a: "b"']],
    ['cmd', `^"a^\n\nb^"`, ['a\nb']],
    ['cmd', `^"%A% ^%B^% c\\\\^"`, ['«A» %B% c\\']],
    ['cmd', `"a \\"b\\" c\\\\" 'd'`, ['a "b" c\\', "'d'"]],
    ['cmd', `"a ""b"" & c"`, ['a "b" & c']],
    ['powershell', `a 'it''s' "b\`"c\`n" \`\n d`, ['a', "it's", 'b"c\n', 'd']],
    ['powershell', `"$env:A \${env:B}" '$env:A' '{\\"a\\":1}'`, ['«A» «B»', '$env:A', '{"a":1}']],
  ];
  for (const [shell, text, ...expected] of cases) it(`${shell}: ${JSON.stringify(text)}`, () => assert.deepEqual(words(text, shell), expected));

  const shells: readonly (readonly [text: string, shell: Shell])[] = [
    [`curl 'x' \\\n -H "a"`, 'bash'],
    [`curl ^"x^"`, 'cmd'],
    [`curl "x" ^\r\n -H "a"`, 'cmd'],
    ['curl.exe "x"', 'powershell'],
    ['curl "x" `\r\n -H "a"', 'powershell'],
    ['curl "$env:X"', 'powershell'],
    [`curl "http://x/it's" ^\n -H "it's"`, 'cmd'],
    [`curl 'http://x' --data-raw '{"pattern":"^"}'`, 'bash'],
    [`curl 'http://x' --data-raw 'it'\\''s ^"a^" curl.exe $env:X'`, 'bash'],
    ["curl 'http://x' -d 'a `\nb ^\n'", 'bash'],
  ];
  for (const [text, shell] of shells) it(`${JSON.stringify(text)} is for ${shell}`, () => assert.equal(shellOf(text), shell));

  it('every prefix and every text of marks is read to its end', () => {
    const marks = `a'b"c$'\\x41' ^"\\^"%A%\`$(x) \${y}\r\n;|&#\\`;
    for (const shell of ['bash', 'cmd', 'powershell'] as const) for (let end = 0; end <= marks.length; end++) words(marks.slice(0, end), shell);
  });

  it('backslashes that no quote follows take linear time too', function () {
    this.timeout(60_000);
    for (const start of ['^"', '"']) {
      const slashes = '\\'.repeat(1_000_000);
      assert.ok(commandsIn(`${start}${slashes}`, 'cmd')[0]?.[0]?.[0] === slashes, start);
    }
  });

  it('takes time linear in the text', function () {
    this.timeout(60_000);
    for (const shell of ['bash', 'cmd', 'powershell'] as const) {
      for (const piece of ['"', "'", '\\', '^"', '$(', '${', '`', "$'\\x41", ' ', 'a']) {
        const some = commandsIn(piece.repeat(200), shell).flat().length;
        const many = commandsIn(piece.repeat(200_000), shell).flat().length;
        assert.ok(many === some, `${piece} in ${shell}`);
      }
    }
  });
});
