import assert from 'node:assert/strict';
import type { CopyRequest } from '../../../../src/app/convert/copyRequest';
import type { NotCopied } from '../../../../src/app/convert/curlParts';
import type { Template } from '../../../../src/app/convert/hidden';
import { commandsIn } from '../../../../src/app/convert/shellWords';
import { toCurlCmd, toCurlPowerShell } from '../../../../src/app/convert/toCurlWindows';
import { copyOf, type Said, token } from './copyRequests';

const url = 'http://example.com/x';
/** Nobody signs it. */
const plain = { signing: undefined, variables: [] } as unknown as Partial<CopyRequest>;
const textOf = (copied: string | NotCopied): string => (typeof copied === 'string' ? copied : assert.fail(copied.refused));
const body = (text: string | Template, more = plain): Said => ({ body: text, headers: [{ name: 'Content-Type', value: ['text/plain'] }], more });

/** What curl gets as its arguments, by how the Command Prompt and the C runtime read them. */
function argumentsOf(command: string): readonly (readonly string[])[] {
  return commandsIn(command, 'cmd').map((words) => words.map((word) => word.map((piece) => (typeof piece === 'string' ? piece : 'variable' in piece ? `<${piece.variable}>` : piece.command)).join('')));
}

describe('copied for the Command Prompt', () => {
  const bodies: readonly (readonly [name: string, text: string])[] = [
    ['JSON', '{"a": "b \\"c\\"", "d": [1, 2]}'],
    ['marks of the prompt', 'a&b|c<d>e^f(g)h!i %PATH% %%'],
    ['quotes and backslashes', '"\\" \\\\" a\\ "" \\'],
    ['several lines', 'a\n"b"\n\nc'],
    ['nothing but quotes', '""'],
    ['Unicode', 'Grüße, 温度'],
  ];
  for (const [name, text] of bodies) {
    it(`${name} arrives as it is`, () => {
      const [words] = argumentsOf(textOf(toCurlCmd(copyOf('POST', url, body(text)))));
      assert.deepEqual(words, ['curl', '--request', 'POST', '--url', url, '--header', 'Content-Type: text/plain', '--data-raw', text]);
    });
  }

  it('every mark stands behind ^, so that nothing is ever quoted', () => {
    assert.equal(textOf(toCurlCmd(copyOf('POST', url, body('{"a": "b & c"}')))), 'curl --request "POST" ^\n  --url "http://example.com/x" ^\n  --header "Content-Type: text/plain" ^\n  --data-raw ^"^{\\^"a\\^": \\^"b ^& c\\^"^}^"\n');
  });

  it('a variable stands in quotes, and nothing is sent while it is missing', () => {
    assert.equal(
      textOf(toCurlCmd(copyOf('GET', url))),
      'if not defined DT_ACCESS_TOKEN echo Set DT_ACCESS_TOKEN first: an access token\nif defined DT_ACCESS_TOKEN curl --url "http://example.com/x" ^\n  --header "Authorization: Bearer %DT_ACCESS_TOKEN%"\n',
    );
  });

  it('what is said of a variable is no command', () => {
    const text = textOf(toCurlCmd(copyOf('GET', url, { more: { variables: [{ ...token, about: 'a & b | "c" > %d%' }] } })));
    assert.match(text, /^if not defined DT_ACCESS_TOKEN echo Set DT_ACCESS_TOKEN first: a ' b ' 'c' ' 'd'\n/);
  });

  const refused: readonly (readonly [why: string, said: Said, message: RegExp])[] = [
    ['octets', { body: new Uint8Array([0, 255]) }, /cannot pass this body on/],
    ['line ends of two characters', body('a\r\nb'), /cannot pass this body on/],
    ['a carriage return', body('a\rb'), /cannot pass this body on/],
    ['a tab, at which it completes names', body('\ta'), /cannot pass this body on/],
    ['a control character', body('\x1b[0m'), /cannot pass this body on/],
    ['a secret among quotes', body(['{"secret": "', { name: 'DT_SECRET', about: 'x' }, '"}']), /part of DT_SECRET for a command/],
    ['more than it takes', body('a'.repeat(8000)), /too long/],
  ];
  for (const [why, said, message] of refused) {
    it(`refuses ${why}`, () => {
      const copied = toCurlCmd(copyOf('POST', url, said));
      assert.ok(typeof copied !== 'string');
      assert.match(copied.refused, message);
    });
  }
});

describe('copied for PowerShell', () => {
  const powershell = (method: string, said: Said = {}) => textOf(toCurlPowerShell(copyOf(method, url, said)));

  it('a missing variable ends it before anything is sent', () => {
    assert.equal(
      powershell('GET'),
      "& {\nif (-not $env:DT_ACCESS_TOKEN) { throw 'Set DT_ACCESS_TOKEN first: an access token' }\ncurl.exe --url 'http://example.com/x' `\n  --header \"Authorization: Bearer ${env:DT_ACCESS_TOKEN}\"\n}\n",
    );
  });

  it('a body goes by way of a file, which is removed', () => {
    assert.equal(
      powershell('PUT', body("it's")),
      "& {\n$body = New-TemporaryFile\n[IO.File]::WriteAllText($body, 'it''s')\ncurl.exe --request 'PUT' `\n  --url 'http://example.com/x' `\n  --header 'Content-Type: text/plain' `\n  --data-binary \"@$body\"\nRemove-Item $body\n}\n",
    );
  });

  const texts: readonly (readonly [name: string, text: string | Template, literal: string])[] = [
    ['JSON', '{"a": "$b `c`"}', `'{"a": "$b \`c\`"}'`],
    ['line ends of two characters', 'a\r\nb', '"a`r`nb"'],
    ['control characters', '\0\x1b$x', '"`0$([char]27)`$x"'],
    ['typographic quotes', 'a’b‘c', "'a’’b‘‘c'"],
    ['a variable among quotes', ['“$x" ', { name: 'DT_A', about: '' }, '`'], '"`“`$x`" ${env:DT_A}``"'],
  ];
  for (const [name, text, literal] of texts) it(`writes ${name}`, () => assert.ok(powershell('POST', body(text)).includes(`WriteAllText($body, ${literal})\n`), powershell('POST', body(text))));

  it('writes octets, with a variable among them', () => {
    const octets = [new Uint8Array([0, 255]), { name: 'DT_A', about: '' }];
    const text = powershell('POST', { more: { ...plain, body: { kind: 'octets', octets } } });
    assert.ok(text.includes("WriteAllBytes($body, [byte[]]([Convert]::FromBase64String('AP8=') + [Text.Encoding]::UTF8.GetBytes($env:DT_A)))\n"), text);
  });

  it('quotes in an argument are written for all versions', () => {
    const text = powershell('GET', { headers: [{ name: 'If-Match', value: ['"a\\"'] }], more: plain });
    assert.ok(text.includes("$PSNativeCommandArgumentPassing = 'Legacy'\n"), text);
    assert.ok(text.includes(`--header 'If-Match: \\"a\\\\\\"'`), text);
  });

  it('a method that expects a body is sent with an empty one', () => assert.match(powershell('POST', { more: plain }), /^& \{\n\$body = New-TemporaryFile\ncurl\.exe[^]*--data-binary "@\$body"\nRemove-Item/));
});
